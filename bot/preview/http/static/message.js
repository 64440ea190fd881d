// One message → DOM nodes: who it is from, what it holds, the buttons under it.

import { fillRich, richWords } from "./rich.js";
import { element, fillText, lead } from "./text.js";
import * as time from "./time.js";

const REPLY = "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6";

/** Whether the bot wrote it; what stands in a channel is the channel's. */
export function isFromBot(message, bot) {
  return message.from ? message.from.id === bot.id : true;
}

/** In one line what it says. */
export function describe(message) {
  const rich = message.rich_message ? richWords(message.rich_message) : "";
  const file = message.photo ? "صورة" : (message.document?.file_name ?? (message.location ? "موقع" : "رسالة"));
  return (message.text ?? message.caption ?? (rich || file)).replace(/\s+/g, " ").trim().slice(0, 120);
}

/**
 * @param pane what the message stands in: `page`, `chat`, `acts` (say, follow), `replyTo`, `goTo`, `press`, `switchInline`
 */
export function drawMessage(message, pane) {
  const own = !isFromBot(message, pane.page.bot);
  const node = element("article", own ? "message from-person" : "message from-bot");
  const bubble = element("div", "bubble");
  const author = authorOf(message, pane, own);
  if (author) bubble.append(element("strong", "author", author));
  if (message.via_bot) bubble.append(said("via", "عبر ", `@${message.via_bot.username}`));
  if (message.forward_origin) bubble.append(said("forwarded", "محوَّلة من ", originName(message.forward_origin)));
  if (message.reply_to_message) bubble.append(drawReply(message.reply_to_message, pane));
  for (const photo of message.photo ?? []) bubble.append(drawPhoto(photo));
  if (message.document) bubble.append(drawDocument(message.document));
  if (message.location) bubble.append(drawLocation(message.location));
  const body = element("div", "text");
  const text = message.text ?? message.caption ?? "";
  if (message.rich_message) fillRich(body, message.rich_message, pane.acts);
  else fillText(body, text, message.entities ?? message.caption_entities ?? [], pane.acts);
  if (message.rich_message || text) bubble.append(body);
  bubble.append(drawStamp(message, pane));
  node.append(bubble);
  if (message.rich_message) node.classList.add("wide");
  if (message.photo) node.classList.add("pictured");
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length) node.append(drawKeyboard(message.message_id, rows, pane));
  return node;
}

function authorOf(message, { chat, page }, own) {
  if (chat.kind === "private") return "";
  const topic = chat.topics.find((each) => each.id === message.message_thread_id)?.name;
  const name = message.sender_chat?.title ?? (own ? nameOf(message.from) : page.bot.name);
  return topic ? `${name} ‹ ${topic}` : name;
}

function nameOf({ first_name: first, last_name: last }) {
  return [first, last].filter(Boolean).join(" ");
}

function originName({ chat, sender_user: user, sender_user_name: name }) {
  return chat?.title ?? (user ? nameOf(user) : name);
}

function said(className, words, name) {
  const line = element("span", className, words);
  line.append(element("bdi", "", name));
  return line;
}

function drawReply(message, pane) {
  const quoted = element("button", "reply");
  quoted.type = "button";
  quoted.textContent = describe(message);
  quoted.addEventListener("click", () => pane.goTo(message.message_id));
  return quoted;
}

function drawPhoto({ file_id: id, width, height }) {
  const node = element("a", "photo");
  const image = element("img");
  Object.assign(node, { href: `/photos/${id}`, target: "_blank" });
  Object.assign(image, { src: `/photos/${id}`, width, height, alt: "صورة" });
  node.append(image);
  return node;
}

function drawDocument({ file_id: id, file_name: name, file_size: size }) {
  const node = element("a", "document");
  Object.assign(node, { href: `/documents/${id}`, download: name });
  const words = element("span");
  words.append(element("bdi", "", name), element("small", "", fileSize(size)));
  node.append(icon("M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 19h14"), words);
  return node;
}

function fileSize(bytes) {
  const [divisor, unit] = bytes < 1024 ? [1, "بايت"] : bytes < 1024 ** 2 ? [1024, "ك.ب"] : [1024 ** 2, "م.ب"];
  return `${Number((bytes / divisor).toFixed(divisor === 1 ? 0 : 1))} ${unit}`;
}

function drawLocation({ latitude, longitude }) {
  const node = element("span", "location");
  const words = element("span");
  const numbers = element("small", "", `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
  numbers.dir = "ltr";
  words.append(element("span", "", "موقع"), numbers);
  node.append(icon("M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11zM12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z"), words);
  return node;
}

function drawStamp(message, pane) {
  const stamp = element("span", "stamp");
  const answer = element("button", "answer");
  Object.assign(answer, { type: "button", ariaLabel: "ردّ على هذه الرسالة", title: "ردّ" });
  answer.append(icon(REPLY));
  answer.addEventListener("click", () => pane.replyTo(message));
  if (message.edit_date) stamp.append(element("span", "", "معدَّلة "));
  const sent = new Date(message.date * 1000);
  const hour = element("time", "", time.hour(sent, pane.page.zone));
  hour.dateTime = sent.toISOString();
  stamp.append(answer, hour);
  return stamp;
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

// Buttons

function drawKeyboard(id, rows, pane) {
  const keyboard = element("div", "keyboard");
  rows.forEach((row, y) => {
    const line = element("div");
    row.forEach((button, x) => line.append(drawButton(button, { message: id, row: y, column: x }, pane)));
    keyboard.append(line);
  });
  return keyboard;
}

function drawButton(given, place, pane) {
  const button = element(given.url ? "a" : "button", "key");
  const label = element("span", "", given.text);
  label.dir = "auto";
  button.append(label);
  if (given.url) return lead(button, given.url, pane.acts);
  button.type = "button";
  const act = actionOf(given, button, place, pane);
  button.disabled = !act;
  if (act) button.addEventListener("click", act);
  return button;
}

function actionOf(given, button, place, pane) {
  if (given.callback_data) return () => pane.press(button, place);
  if (given.copy_text) return () => navigator.clipboard.writeText(given.copy_text.text);
  const query = given.switch_inline_query_current_chat ?? given.switch_inline_query ?? given.switch_inline_query_chosen_chat;
  if (query === undefined) return null;
  return () => pane.switchInline(typeof query === "string" ? query : (query.query ?? ""));
}
