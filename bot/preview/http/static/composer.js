// Where one writes: text, what is answered to, files and places, the bot's own keyboard, and its inline results.

import { describe, icon } from "./message.js";
import { element } from "./text.js";

const PAUSE = 300; // ms without a letter before the bot is asked
const MAX_FILE = 20 * 1024 * 1024; // bytes that a bot may download
const CITIES = [
  ["الرياض", 24.7136, 46.6753],
  ["القاهرة", 30.0444, 31.2357],
  ["بيروت", 33.8938, 35.5018],
  ["الدار البيضاء", 33.5731, -7.5898],
  ["إسطنبول", 41.0082, 28.9784],
];
const PIN = "M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11z";
const SHEET = "M7 3h7l5 5v13H7zM14 3v5h5";

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.page = pane.page;
    this.input = pane.find("textarea");
    this.file = pane.find("input[type=file]");
    this.wire();
    this.fillPlaces(pane.find(".attach-menu ul"));
  }

  wire() {
    this.pane.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closeResults();
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("input", () => this.changed());
    this.file.addEventListener("change", () => this.sendFile());
    this.pane.find(".answering button").addEventListener("click", () => this.replyTo(null));
    this.page.expander(this.pane.find(".attach"), this.pane.find(".attach-menu"));
    this.page.expander(this.pane.find(".menu-button"), this.pane.find(".menu"));
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
    clearTimeout(this.pausing);
    const asked = this.inlineText();
    if (asked === null) this.closeResults();
    else this.pausing = setTimeout(() => this.ask(asked), PAUSE);
  }

  write(text) {
    this.input.value = text;
    this.input.focus();
    this.changed();
  }

  // Sending

  /** Send what was written, with what it answers; gives the server's answer or null. */
  post(what, body) {
    const reply = this.answered ? { reply_to: this.answered.message_id } : {};
    this.replyTo(null);
    return this.pane.post(what, { ...this.pane.sender(), ...reply, ...body });
  }

  async send() {
    const text = this.input.value.trim();
    if (!text || this.inlineText()) return;
    this.write("");
    if (!(await this.post("say", { text }))) this.write(text);
  }

  async sendFile() {
    const [file] = this.file.files;
    if (!file) return;
    this.file.value = "";
    if (file.size > MAX_FILE) return this.page.alert("الملف أكبر من 20 ميغابايت، وهذا أكثر مما يستطيع البوت تنزيله.");
    const caption = this.input.value.trim();
    this.write("");
    await this.post("document", { name: file.name, kind: file.type || null, data: await readBase64(file), caption });
  }

  fillPlaces(list) {
    const file = choice(SHEET, "ملف من جهازك…", () => this.file.click());
    file.className = "file";
    list.append(file, ...CITIES.map(([name, latitude, longitude]) => choice(PIN, name, () => this.post("location", { latitude, longitude }))));
  }

  /** Which message is answered; null for none. */
  replyTo(message) {
    this.answered = message;
    this.pane.find(".answering").hidden = !message;
    this.pane.find(".answering span").textContent = message ? describe(message) : "";
    if (message) this.input.focus();
  }

  // The bot's keyboard

  showKeyboard(markup) {
    const place = this.pane.find(".keys");
    place.replaceChildren(...(markup?.keyboard ?? []).map((row) => this.drawKeys(row, markup)));
    place.hidden = !markup?.keyboard;
    this.input.placeholder = markup?.input_field_placeholder || "اكتب رسالة…";
  }

  drawKeys(row, markup) {
    const line = element("div");
    for (const key of row) {
      const button = element("button", "key");
      button.type = "button";
      const label = element("span", "", key.text);
      label.dir = "auto";
      button.append(label);
      button.addEventListener("click", (event) => {
        if (key.request_location) return this.askPlace(event);
        if (markup.one_time_keyboard) this.showKeyboard(null);
        this.post("say", { text: key.text });
      });
      line.append(button);
    }
    return line;
  }

  askPlace(event) {
    event.stopPropagation(); // or the click would close what it opens
    this.pane.find(".attach").click();
    this.pane.find(".attach-menu li:not(.file) button").focus();
  }

  // Inline results

  /** What is asked of the bot in any chat: «@bot words»; null where the text is none. */
  inlineText() {
    const [name, ...words] = this.input.value.split(/(?<=^\S+)\s/);
    return name.toLowerCase() === `@${this.page.bot.username}` && words.length ? words.join(" ").trim() : null;
  }

  async ask(text, offset = "") {
    const { kind } = this.pane.chat;
    const about = { text, offset, chat_type: kind === "private" ? "sender" : kind };
    const given = await this.page.post(`/people/${this.pane.person()}/inline`, about);
    if (!given) return;
    const answer = await this.page.inlineAnswer(given.query);
    if (answer && this.inlineText() === text) this.showResults(given.query, answer, text);
  }

  showResults(query, answer, text) {
    const box = this.pane.find(".results");
    const list = box.querySelector("ul");
    if (!answer.offset) list.replaceChildren();
    list.querySelector(".next")?.remove();
    if (answer.button && !answer.offset) list.append(this.topButton(answer.button));
    list.append(...answer.results.map((result) => this.drawResult(query, result)));
    if (!list.children.length) list.append(element("li", "none", "لا نتائج"));
    if (answer.next_offset) list.append(this.nextButton(text, answer.next_offset));
    box.hidden = false;
  }

  topButton({ text, start_parameter: payload }) {
    return choice(null, text, () => {
      this.write("");
      this.page.start(this.pane.person(), payload);
    }, "top");
  }

  nextButton(text, offset) {
    return choice(null, "المزيد", () => this.ask(text, offset), "next");
  }

  drawResult(query, { id, title, description }) {
    const item = choice(null, title, () => this.pick(query, id));
    item.firstElementChild.append(element("small", "", description ?? ""));
    return item;
  }

  async pick(query, result) {
    this.write("");
    await this.post("pick", { query, result });
  }

  closeResults() {
    clearTimeout(this.pausing);
    this.pane.find(".results").hidden = true;
  }
}

function choice(path, words, act, className = "") {
  const item = element("li", className);
  const button = element("button");
  button.type = "button";
  if (path) button.append(icon(path));
  button.append(element("span", "", words));
  button.addEventListener("click", act);
  item.append(button);
  return item;
}

function readBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
