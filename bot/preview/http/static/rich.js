// The blocks of a rich message → DOM nodes, of known tags only.

import { command, element, foldingQuote, link } from "./text.js";

const TAGS = new Set(
  ("h1 h2 h3 h4 h5 h6 p hr footer ul ol li details summary blockquote cite pre table caption tr th td figure figcaption " +
    "b strong i em u ins s strike del mark sup sub code br").split(" "),
);
const ATTRIBUTES = ["colspan", "rowspan", "start"];
const FLAGS = ["bordered", "striped", "compact"];
const MEDIA = new Set(["img", "video", "audio", "tg-map"]);
const COMMAND = /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?![\p{L}\p{N}_/<>])/gu;
const SHOWN = 2000; // ms that a source stays marked once one was led to it

/** Fill a node with the blocks of a rich message. */
export function fillRich(node, rich, acts) {
  node.classList.add("rich");
  node.dir = rich.is_rtl ? "rtl" : "auto";
  node.append(...rich.children.map((child) => draw(child, node, acts)));
  if (!rich.skip_entity_detection) markCommands(node, acts);
}

/** The commands that Telegram finds by itself, but in links and code. */
function markCommands(node, acts) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a, code, pre, button")) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = [];
    let at = 0;
    for (const { 0: name, index } of text.data.matchAll(COMMAND)) {
      const found = command(name, acts);
      found.textContent = name;
      parts.push(text.data.slice(at, index), found);
      at = index + name.length;
    }
    if (parts.length) text.replaceWith(...parts, text.data.slice(at));
  }
}

/** The words of a rich message, for a line in a list. */
export function richWords({ children = [] }) {
  return children.map((child) => (typeof child === "string" ? child : richWords(child))).join(" ");
}

function draw(source, message, acts) {
  if (typeof source === "string") return document.createTextNode(source);
  const { tag, attributes, children } = source;
  if (MEDIA.has(tag)) return element("span", "media", attributes.alt || "وسائط لا تعرضها المعاينة");
  const { outer, inner } = open(tag, attributes, message, acts);
  for (const name of ATTRIBUTES) if (attributes[name]) inner.setAttribute(name, attributes[name]);
  for (const name of FLAGS) if (name in attributes) inner.classList.add(name);
  if (/^(start|center|end|left|right)$/.test(attributes.align ?? "")) inner.style.textAlign = attributes.align;
  if (/^(top|middle|bottom)$/.test(attributes.valign ?? "")) inner.style.verticalAlign = attributes.valign;
  inner.append(...children.map((child) => draw(child, message, acts)));
  return outer;
}

/** The node that stands for a tag, and the one in it that takes what the tag holds. */
function open(tag, attributes, message, acts) {
  if (tag === "blockquote" && "expandable" in attributes) return foldingQuote();
  if (tag === "table") {
    // What is wider than the screen is moved in its own frame.
    const outer = element("div", "table");
    const inner = element("table");
    outer.append(inner);
    return { outer, inner };
  }
  const node = tag === "a" ? anchor(attributes, message, acts) : element(TAGS.has(tag) ? tag : "span", TAGS.has(tag) ? "" : tag);
  if (tag === "tg-reference") node.dataset.reference = attributes.name;
  if (tag === "details" && "open" in attributes) node.open = true;
  return { outer: node, inner: node };
}

function anchor({ href = "" }, message, acts) {
  if (!href.startsWith("#")) return link(href, acts);
  const node = element("a", "note");
  node.href = href;
  node.addEventListener("click", (event) => {
    event.preventDefault();
    const target = [...message.querySelectorAll("[data-reference]")].find((each) => each.dataset.reference === href.slice(1));
    if (!target) return;
    for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.add("shown");
    setTimeout(() => target.classList.remove("shown"), SHOWN);
  });
  return node;
}
