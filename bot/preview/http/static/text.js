// A message's text → DOM nodes. Text only ever becomes text nodes; offsets are UTF-16 units, as in JavaScript.

const INLINE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

export function element(name, className = "", text = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/**
 * Fill a node with a text and its entities.
 * `acts.say` is called with a command that is pressed, `acts.follow` with an address; it says whether it took it.
 */
export function fillText(node, text, entities, acts) {
  fill(node, text, 0, text.length, [...entities], acts);
}

function fill(parent, text, start, end, entities, acts) {
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    parent.append(text.slice(at, from));
    const { outer, inner } = wrap(entity, text.slice(from, to), acts);
    fill(inner, text, from, to, entities, acts);
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

function wrap(entity, text, acts) {
  switch (entity.type) {
    case "bot_command":
      return alone(command(text, acts));
    case "url":
      return alone(link(text, acts));
    case "text_link":
      return alone(link(entity.url, acts));
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

export function command(text, acts) {
  // A link, not a button: a button would set the words apart from the line, and hide how the line really runs.
  const node = element("a");
  node.href = `#${text}`;
  node.addEventListener("click", (event) => {
    event.preventDefault();
    acts.say(text);
  });
  return node;
}

export function link(url, acts) {
  return lead(element("a"), url, acts);
}

/** Make an <a> lead to an address: in a tab of its own, or, where `acts.follow` takes it, to a chat of this page. */
export function lead(node, url, acts) {
  if (/^https?:/i.test(url)) Object.assign(node, { href: url, target: "_blank", rel: "noopener noreferrer", title: url });
  node.addEventListener("click", (event) => acts.follow(url) && event.preventDefault());
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

export function foldingQuote() {
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
