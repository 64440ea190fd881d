// One chat: its messages, what the bot does besides, and who acts in it.

import { Composer } from "./composer.js";
import { drawMessage, isFromBot } from "./message.js";
import { element } from "./text.js";
import * as time from "./time.js";

const TYPING = 5000; // ms, as in Telegram
const TOAST = 4000;
const ANSWER = 15000; // after this a button that nobody answered can be pressed again
const TOGETHER = 1500; // ms between messages that are read as one
const NEAR = 120; // px from the end that still count as being there
const ACTIONS = { upload_photo: "يرسل صورة…", upload_document: "يرسل ملفًا…", find_location: "يبحث عن الموقع…" };
const KINDS = { group: "مجموعة", supergroup: "مجموعة", channel: "قناة" };
const ROLES = { creator: "مالك", administrator: "مشرف" };
const AS_GROUP = "group";

export class Pane {
  constructor(chat, page) {
    this.chat = chat;
    this.page = page;
    this.nodes = new Map(); // message id → node
    this.asked = new Map(); // query id → button
    this.acts = { say: (text) => this.say(text), follow: (url) => page.follow(url, this.person()) };
    this.root = document.getElementById("pane-template").content.firstElementChild.cloneNode(true);
    this.root.setAttribute("aria-label", `${KINDS[chat.kind] ?? "محادثة"} ${chat.name}`);
    this.root.classList.add(chat.kind);
    this.log = this.find(".log");
    this.messages = this.find(".messages");
    this.composer = new Composer(this);
    this.input = this.composer.input;
    this.find(".owner-name").textContent = chat.name;
    for (const avatar of this.root.querySelectorAll(".avatar")) page.paint(avatar, chat);
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

  get isPrivate() {
    return this.chat.kind === "private";
  }

  wire() {
    this.find(".back").addEventListener("click", () => this.page.showPeople());
    this.find(".start").addEventListener("click", () => this.say("/start"));
    this.find(".down").addEventListener("click", () => this.log.scrollTo({ top: this.log.scrollHeight, behavior: "smooth" }));
    this.find(".block").addEventListener("click", () => this.post("block", { blocked: !this.chat.blocked }));
    this.log.addEventListener("scroll", () => {
      const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
      this.find(".down").hidden = atEnd;
      // Not where we put it: the reader has scrolled.
      if (Math.abs(this.log.scrollTop - this.place) > 2) this.followed = atEnd;
    });
    this.find(".who").addEventListener("change", () => this.showComposer());
    this.page.expander(this.find(".more > button"), this.find(".more > .panel"));
  }

  /** Everything but the messages, from the chat as it stands. */
  refresh() {
    const { blocked, commands, kind } = this.chat;
    const open = this.chat.opened || !this.isPrivate;
    const shown = kind === "channel" ? [] : commands;
    this.find(".bot-name").textContent = this.isPrivate ? this.page.bot.name : this.chat.name;
    this.showState();
    this.find(".start").textContent = blocked ? "إعادة التشغيل" : "ابدأ";
    this.find(".start").hidden = !this.isPrivate || (open && !blocked);
    this.showComposer();
    this.find(".block").textContent = this.isPrivate
      ? (blocked ? "رفع الحظر عن البوت" : "حظر البوت")
      : (blocked ? "إعادة البوت" : "إخراج البوت");
    this.find(".more").hidden = !open;
    this.find(".menu-button").hidden = !shown.length;
    this.find(".menu ul").replaceChildren(...shown.map((each) => this.menuItem(each)));
    this.composer.showKeyboard(this.chat.keyboard);
    this.showSenders();
    if (!this.nodes.size) this.messages.replaceChildren(this.welcome());
  }

  /** In private once the chat is begun; in a channel its administrators alone write. */
  showComposer() {
    const { opened, blocked, kind, members } = this.chat;
    const reads = kind === "channel" && members.find(({ id }) => id === this.person())?.role === "member";
    this.find(".composer").hidden = this.isPrivate ? !opened || blocked : reads;
  }

  welcome() {
    const card = element("div", "welcome");
    const about = this.isPrivate ? "ماذا يفعل هذا البوت؟" : "البوت في هذه المحادثة";
    const heard = this.chat.kind === "channel" ? "البوت مشرف في القناة، فيقرأ كل ما يُنشر." : "يقرأ البوت هنا الأوامر، وما يذكر اسمه، والردود على رسائله.";
    card.append(element("strong", "", about), element("p", "", this.isPrivate ? this.page.bot.description || "اضغط «ابدأ» لترى." : heard));
    return card;
  }

  menuItem({ command, description }) {
    const item = element("li");
    const button = element("button");
    button.type = "button";
    const name = element("span", "name", `/${command}`);
    name.dir = "ltr";
    button.append(element("span", "", description), name);
    // In a group clients say whose command it is.
    button.addEventListener("click", () => this.say(`/${command}${this.isPrivate ? "" : `@${this.page.bot.username}`}`));
    item.append(button);
    return item;
  }

  // Who acts

  /** In a group one chooses who writes and in which topic; in a channel, who presses. */
  showSenders() {
    const row = this.find(".senders");
    row.hidden = this.isPrivate;
    if (this.isPrivate) return;
    const [who, topic] = row.querySelectorAll("select");
    const people = this.chat.members.map(({ id, name, role }) => [id, ROLES[role] ? `${name} (${ROLES[role]})` : name]);
    const known = people.length ? people : this.page.people().map(({ id, name }) => [id, name]);
    const runs = this.chat.members.some(({ role }) => role in ROLES) && this.chat.kind !== "channel";
    fillChoice(who, [...known, ...(runs ? [[AS_GROUP, "باسم المجموعة"]] : [])]);
    fillChoice(topic, this.chat.topics.map(({ id, name }) => [id, name]));
    topic.hidden = !this.chat.topics.length;
    this.find(".senders .where").hidden = topic.hidden;
    this.find(".senders .what").textContent = this.chat.kind === "channel" ? "أنت هنا" : "تكتب باسم";
    this.showComposer();
  }

  /** Who acts in this pane, as an id. */
  person() {
    if (this.isPrivate) return this.chat.id;
    const chosen = this.find(".senders .who").value;
    return chosen === AS_GROUP ? this.chat.members.find(({ role }) => role in ROLES).id : Number(chosen);
  }

  sender() {
    if (this.isPrivate) return {};
    const topic = Number(this.find(".senders .topic").value);
    const asGroup = this.find(".senders .who").value === AS_GROUP;
    return { by: this.person(), ...(topic ? { thread: topic } : {}), ...(asGroup ? { as_chat: true } : {}) };
  }

  post(what, body) {
    this.followed = true;
    return this.page.post(`/chats/${this.chat.id}/${what}`, body);
  }

  say(text) {
    return this.post("say", { text, ...this.sender() });
  }

  replyTo(message) {
    this.composer.replyTo(message);
  }

  switchInline(query) {
    this.composer.write(`@${this.page.bot.username} ${query}`);
  }

  async press(button, place) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    setTimeout(() => (button.ariaBusy = "false"), ANSWER);
    const given = await this.page.post(`/chats/${this.chat.id}/press`, { ...place, by: this.person() });
    if (!given || this.answered?.delete(given.query)) button.ariaBusy = "false";
    else this.asked.set(given.query, button);
  }

  // Messages

  put(message) {
    const node = drawMessage(message, this);
    const old = this.nodes.get(message.message_id);
    if (old) {
      old.replaceWith(node);
    } else {
      if (!this.nodes.size) this.messages.replaceChildren();
      const heading = this.separate(message);
      const fromBot = isFromBot(message, this.page.bot);
      this.messages.append(node);
      if (fromBot) this.stopTyping();
      else this.followed = true;
      // What comes in one go, and the question before it, is read from its beginning.
      const goesOn = fromBot && !heading && performance.now() - this.last < TOGETHER;
      if (!goesOn) this.anchor = heading ?? node;
      this.last = performance.now();
    }
    this.nodes.set(message.message_id, node);
  }

  remove(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
  }

  goTo(id) {
    this.nodes.get(id)?.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  separate(message) {
    const day = time.day(new Date(message.date * 1000), this.page.zone);
    if (day === this.lastDay) return null;
    this.lastDay = day;
    const heading = element("h2", "day", day);
    this.messages.append(heading);
    return heading;
  }

  /** Show the end of the chat, but the beginning of what came last where that is taller than the screen. */
  follow() {
    if (!this.followed) return;
    this.place = Math.min(this.log.scrollHeight - this.log.clientHeight, (this.anchor?.offsetTop ?? 0) - 12);
    this.log.scrollTop = this.place;
  }

  // What the bot does besides

  answer({ query, text, alert, url }) {
    const button = this.asked.get(query);
    if (button) button.ariaBusy = "false";
    else (this.answered ??= new Set()).add(query); // quicker than the answer to our own request
    this.asked.delete(query);
    if (url) this.page.follow(url, this.person());
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

  showAction(action) {
    clearTimeout(this.typing);
    this.doing = ACTIONS[action] ?? "يكتب…";
    this.typing = setTimeout(() => this.stopTyping(), TYPING);
    this.showState();
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.typing = undefined;
    this.showState();
  }

  showState() {
    const kind = this.isPrivate ? "بوت" : [KINDS[this.chat.kind], ...this.chat.members.map(({ name }) => name)].join(" · ");
    const out = this.isPrivate ? "محظور" : "البوت ليس هنا";
    this.find(".state").textContent = this.typing ? this.doing : this.chat.blocked ? out : kind;
    this.find(".state").classList.toggle("typing", Boolean(this.typing));
  }
}

/** Fill a list of choices, keeping what was chosen. */
function fillChoice(select, choices) {
  const before = select.value;
  select.replaceChildren(...choices.map(([value, words]) => new Option(words, value)));
  if (choices.some(([value]) => String(value) === before)) select.value = before;
}
