// One chat: its messages, its composer, its menu.

import { element, fillRich, fillText } from "./text.js";
import * as time from "./time.js";

const TYPING = 5000; // ms, as in Telegram
const TOAST = 4000;
const ANSWER = 15000; // after this a button that nobody answered can be pressed again
const TOGETHER = 1500; // ms between messages that are read as one
const NEAR = 120; // px from the end that still count as being there

export class Pane {
  constructor(chat, page) {
    this.chat = chat;
    this.page = page;
    this.nodes = new Map(); // message id → node
    this.asked = new Map(); // query id → button
    this.root = document.getElementById("pane-template").content.firstElementChild.cloneNode(true);
    this.root.setAttribute("aria-label", `محادثة ${chat.name}`);
    this.log = this.find(".log");
    this.messages = this.find(".messages");
    this.input = this.find("textarea");
    this.find(".owner-name").textContent = chat.name;
    page.paint(this.find(".avatar"), chat);
    this.wire();
    this.refresh();
    for (const message of chat.messages) this.put(message);
    if (chat.messages.length) this.anchor = this.messages.lastElementChild;
    this.followed = true;
    // Whoever is at the end stays there when messages come, quotes unfold or the window changes.
    const observer = new ResizeObserver(() => this.follow());
    observer.observe(this.messages);
    observer.observe(this.log);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  wire() {
    this.find(".back").addEventListener("click", () => this.page.showPeople());
    this.find(".start").addEventListener("click", () => this.say("/start"));
    this.find(".down").addEventListener("click", () => this.log.scrollTo({ top: this.log.scrollHeight, behavior: "smooth" }));
    this.find(".block").addEventListener("click", () => {
      this.page.post(`/chats/${this.chat.id}/block`, { blocked: !this.chat.blocked });
    });
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("input", () => this.fit());
    this.log.addEventListener("scroll", () => {
      const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
      this.find(".down").hidden = atEnd;
      // Not where we put it: the reader has scrolled.
      if (Math.abs(this.log.scrollTop - this.place) > 2) this.followed = atEnd;
    });
    this.page.expander(this.find(".more > button"), this.find(".more > .panel"));
    this.page.expander(this.find(".menu-button"), this.find(".menu"));
  }

  /** Everything but the messages, from the chat as it stands. */
  refresh() {
    const { opened, blocked, commands } = this.chat;
    this.find(".bot-name").textContent = this.page.bot.name;
    this.showState();
    this.find(".start").textContent = blocked ? "إعادة التشغيل" : "ابدأ";
    this.find(".start").hidden = opened && !blocked;
    this.find(".composer").hidden = !opened || blocked;
    this.find(".block").textContent = blocked ? "رفع الحظر عن البوت" : "حظر البوت";
    this.find(".more").hidden = !opened;
    this.find(".menu-button").hidden = !commands.length;
    this.find(".menu ul").replaceChildren(...commands.map((each) => this.menuItem(each)));
    if (!this.nodes.size) this.messages.replaceChildren(this.welcome());
  }

  welcome() {
    const card = element("div", "welcome");
    card.append(
      element("strong", "", "ماذا يفعل هذا البوت؟"),
      element("p", "", this.page.bot.description || "اضغط «ابدأ» لترى."),
    );
    return card;
  }

  menuItem({ command, description }) {
    const item = element("li");
    const button = element("button");
    button.type = "button";
    const name = element("span", "name", `/${command}`);
    name.dir = "ltr";
    button.append(element("span", "", description), name);
    button.addEventListener("click", () => this.say(`/${command}`));
    item.append(button);
    return item;
  }

  // Messages

  put(message) {
    const node = this.draw(message);
    const old = this.nodes.get(message.message_id);
    if (old) {
      old.replaceWith(node);
    } else {
      if (!this.nodes.size) this.messages.replaceChildren();
      const heading = this.separate(message);
      this.messages.append(node);
      if (message.from.is_bot) this.stopTyping();
      else this.followed = true;
      // What comes in one go, and the question before it, is read from its beginning.
      const goesOn = message.from.is_bot && !heading && performance.now() - this.last < TOGETHER;
      if (!goesOn) this.anchor = heading ?? node;
      this.last = performance.now();
    }
    this.nodes.set(message.message_id, node);
  }

  remove(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
  }

  separate(message) {
    const day = time.day(new Date(message.date * 1000), this.page.zone);
    if (day === this.lastDay) return null;
    this.lastDay = day;
    const heading = element("h2", "day", day);
    this.messages.append(heading);
    return heading;
  }

  draw(message) {
    const node = element("article", message.from.is_bot ? "message from-bot" : "message from-person");
    const bubble = element("div", "bubble");
    if (message.reply_to_message) bubble.append(this.drawReply(message.reply_to_message));
    for (const photo of message.photo ?? []) bubble.append(drawPhoto(photo));
    if (message.document) bubble.append(element("bdi", "document", message.document.file_name));
    const body = element("div", "text");
    if (message.rich_message) fillRich(body, message.rich_message);
    else fillText(body, message.text ?? message.caption ?? "", message.entities ?? message.caption_entities ?? [], (text) => this.say(text));
    const stamp = element("span", "stamp");
    if (message.edit_date) stamp.append(element("span", "", "معدَّلة "));
    const sent = new Date(message.date * 1000);
    const hour = element("time", "", time.hour(sent, this.page.zone));
    hour.dateTime = sent.toISOString();
    stamp.append(hour);
    bubble.append(body, stamp);
    node.append(bubble);
    const rows = message.reply_markup?.inline_keyboard ?? [];
    if (rows.length) node.append(this.drawKeyboard(message.message_id, rows));
    return node;
  }

  drawReply(message) {
    const quoted = element("button", "reply");
    quoted.type = "button";
    quoted.textContent = (message.text ?? message.caption ?? "رسالة").slice(0, 120);
    quoted.addEventListener("click", () => this.nodes.get(message.message_id)?.scrollIntoView({ block: "center", behavior: "smooth" }));
    return quoted;
  }

  drawKeyboard(id, rows) {
    const keyboard = element("div", "keyboard");
    rows.forEach((row, y) => {
      const line = element("div");
      row.forEach((button, x) => line.append(this.drawButton(id, button, y, x)));
      keyboard.append(line);
    });
    return keyboard;
  }

  drawButton(id, { text, url, callback_data: data }, row, column) {
    const button = element(url ? "a" : "button", "key");
    const label = element("span", "", text);
    label.dir = "auto";
    button.append(label);
    if (url) {
      if (/^https?:/i.test(url)) Object.assign(button, { href: url, target: "_blank", rel: "noopener noreferrer" });
    } else {
      button.type = "button";
      button.disabled = !data;
      button.addEventListener("click", () => this.press(button, { message: id, row, column }));
    }
    return button;
  }

  async press(button, place) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    setTimeout(() => (button.ariaBusy = "false"), ANSWER);
    const given = await this.page.post(`/chats/${this.chat.id}/press`, place);
    if (!given || this.answered?.delete(given.query)) button.ariaBusy = "false";
    else this.asked.set(given.query, button);
  }

  // What the bot does besides

  answer({ query, text, alert }) {
    const button = this.asked.get(query);
    if (button) button.ariaBusy = "false";
    else (this.answered ??= new Set()).add(query); // quicker than the answer to our own request
    this.asked.delete(query);
    if (text && alert) this.page.alert(text);
    else if (text) this.toast(text);
  }

  toast(text) {
    const toast = this.find(".toast");
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => (toast.hidden = true), TOAST);
  }

  showTyping() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.stopTyping(), TYPING);
    this.showState();
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.typing = undefined;
    this.showState();
  }

  showState() {
    this.find(".state").textContent = this.typing ? "يكتب…" : this.chat.blocked ? "محظور" : "بوت";
    this.find(".state").classList.toggle("typing", Boolean(this.typing));
  }

  // What the person does

  say(text) {
    this.followed = true;
    return this.page.post(`/chats/${this.chat.id}/text`, { text });
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.fit();
    if (!(await this.say(text))) this.input.value = text;
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }

  /** Show the end of the chat, but the beginning of what came last where that is taller than the screen. */
  follow() {
    if (!this.followed) return;
    this.place = Math.min(this.log.scrollHeight - this.log.clientHeight, (this.anchor?.offsetTop ?? 0) - 12);
    this.log.scrollTop = this.place;
  }
}

function drawPhoto({ file_id: id, width, height }) {
  const image = element("img", "photo");
  Object.assign(image, { src: `/photos/${id}`, width, height, alt: "صورة من البوت" });
  return image;
}
