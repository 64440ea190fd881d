// A message's text → DOM nodes. Text only ever becomes text nodes; offsets are UTF-16 units, as in JavaScript.

const INLINE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const RICH = new Set(
  ("h1 h2 h3 h4 h5 h6 p hr footer ul ol li details summary blockquote cite pre table caption tr th td figure figcaption " +
    "b strong i em u ins s strike del mark sup sub code br").split(" "),
);
const RICH_ATTRIBUTES = ["colspan", "rowspan"];
const MEDIA = new Set(["img", "video", "audio", "tg-map"]);

export function element(name, className = "", text = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** Fill a node with a text and its entities; `say` is called with a command that is pressed. */
export function fillText(node, text, entities, say) {
  fill(node, text, 0, text.length, [...entities], say);
}

function fill(parent, text, start, end, entities, say) {
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    parent.append(text.slice(at, from));
    const { outer, inner } = wrap(entity, text.slice(from, to), say);
    fill(inner, text, from, to, entities, say);
    parent.append(outer);
    // A block stands on lines of its own: the line break after it is not a blank line.
    at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
    // What reaches beyond the entity around it goes on after that.
    if (entity.offset + entity.length > end) {
      entities.unshift({ ...entity, offset: end, length: entity.offset + entity.length - end });
    }
  }
  parent.append(text.slice(at, end));
}

function wrap(entity, text, say) {
  switch (entity.type) {
    case "bot_command":
      return alone(command(text, say));
    case "url":
      return alone(link(text));
    case "text_link":
      return alone(link(entity.url));
    case "spoiler":
      return alone(spoiler());
    case "pre":
      return alone(element("pre"));
    case "blockquote":
      return alone(element("blockquote"));
    case "expandable_blockquote":
      return foldingQuote();
    default:
      return alone(element(INLINE[entity.type] ?? "span", `entity-${entity.type}`));
  }
}

const alone = (node) => ({ outer: node, inner: node });

function command(text, say) {
  // A link, not a button: a button would set the words apart from the line, and hide how the line really runs.
  const node = element("a");
  node.href = `#${text}`;
  node.addEventListener("click", (event) => {
    event.preventDefault();
    say(text);
  });
  return node;
}

function link(url) {
  const node = element("a");
  if (/^https?:/i.test(url)) Object.assign(node, { href: url, target: "_blank", rel: "noopener noreferrer", title: url });
  return node;
}

function spoiler() {
  const node = element("span", "spoiler");
  node.tabIndex = 0;
  node.role = "button";
  node.ariaLabel = "نص مخفي: اضغط لإظهاره";
  const reveal = () => {
    node.className = "spoiler open";
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && reveal());
  return node;
}

function foldingQuote() {
  const outer = element("blockquote", "folding");
  const inner = element("div", "fold");
  const button = element("button", "unfold");
  button.type = "button";
  button.ariaLabel = "أظهر الاقتباس كله";
  button.ariaExpanded = "false";
  const toggle = () => {
    const open = outer.classList.toggle("open");
    button.ariaExpanded = String(open);
    button.ariaLabel = open ? "اطوِ الاقتباس" : "أظهر الاقتباس كله";
  };
  button.addEventListener("click", toggle);
  outer.append(inner, button);
  // What fits in three lines is not folded; that is known once it stands on the page.
  new ResizeObserver((_, observer) => {
    if (!inner.clientHeight) return;
    observer.disconnect();
    if (inner.scrollHeight <= inner.clientHeight + 4) outer.classList.add("short");
  }).observe(inner);
  return { outer, inner };
}

/** Fill a node with the blocks of a rich message. */
export function fillRich(node, rich) {
  node.dir = rich.is_rtl ? "rtl" : "auto";
  node.append(...rich.children.map((child) => richNode(child, node)));
}

function richNode(source, message) {
  if (typeof source === "string") return document.createTextNode(source);
  const { tag, attributes, children } = source;
  if (MEDIA.has(tag)) return element("span", "media", attributes.alt || "وسائط لا تعرضها المعاينة");
  const node = tag === "a" ? richLink(attributes, message) : element(RICH.has(tag) ? tag : "span", `rich-${tag}`);
  for (const name of RICH_ATTRIBUTES) if (attributes[name]) node.setAttribute(name, attributes[name]);
  for (const name of ["bordered", "striped", "compact"]) if (name in attributes) node.classList.add(name);
  if (/^(start|center|end|left|right)$/.test(attributes.align ?? "")) node.style.textAlign = attributes.align;
  if (tag === "tg-reference") node.dataset.reference = attributes.name;
  if (tag === "details" && "open" in attributes) node.open = true;
  node.append(...children.map((child) => richNode(child, message)));
  return node;
}

function richLink({ href = "" }, message) {
  if (!href.startsWith("#")) return link(href);
  const node = element("a");
  node.href = href;
  node.addEventListener("click", (event) => {
    event.preventDefault();
    const target = [...message.querySelectorAll("[data-reference]")].find((each) => each.dataset.reference === href.slice(1));
    target?.closest("details")?.setAttribute("open", "");
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
  });
  return node;
}
