// The page: who reads, which chats are open side by side, the clock; fed by the server's events.

import { Clock } from "./clock.js";
import { describe, isFromBot } from "./message.js";
import { Pane } from "./pane.js";

const PANE_WIDTH = 380; // px that a chat needs to be read well
const COLOURS = 6;
const INLINE = 10_000; // ms that an inline query waits for its answer
const START = /^[A-Za-z0-9_-]{1,64}$/; // what a link may start a bot with
const $ = (id) => document.getElementById(id);

const page = {
  bot: { id: 0, name: "موجز", username: "", description: "" },
  chats: new Map(), // id → chat
  panes: new Map(), // id → Pane, those on the page
  order: [], // ids, the chat last looked at first
  unread: new Map(),
  inline: new Map(), // query id → what waits for its answer, or the answer that came first
  clock: new Clock(() => drawPeople()),

  get zone() {
    return this.clock.zone;
  },

  async post(path, body = {}) {
    try {
      const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      if (answer.ok) return await answer.json();
    } catch {
      // The server is gone: said below, and by the banner.
    }
    page.alert("تعذّر ذلك. حاول من جديد.");
    return null;
  },

  alert(text) {
    $("alert").querySelector("p").textContent = text;
    if (!$("alert").open) $("alert").showModal();
  },

  /** What the bot answers to an inline query, once it does; null where it does not in time. */
  inlineAnswer(query) {
    const early = this.inline.get(query);
    this.inline.delete(query);
    if (early) return early;
    return new Promise((resolve) => {
      this.inline.set(query, resolve);
      setTimeout(() => this.inline.delete(query) && resolve(null), INLINE);
    });
  },

  people() {
    return [...this.chats.values()].filter(({ kind }) => kind === "private");
  },

  /** Follow a link that leads to the bot itself, for that person; says whether it was one. */
  follow(url, person) {
    const payload = this.startOf(url);
    if (payload === null) return false;
    this.start(person, payload);
    return true;
  },

  /** With what a link starts the bot; null where it leads elsewhere. */
  startOf(url) {
    if (!URL.canParse(url)) return null;
    const { protocol, hostname, pathname, searchParams } = new URL(url);
    const isWeb = /^https?:$/.test(protocol) && /^(t|telegram)\.me$/.test(hostname);
    const name = isWeb ? pathname.slice(1) : protocol === "tg:" ? searchParams.get("domain") : null;
    if (name?.toLowerCase() !== this.bot.username) return null;
    const payload = searchParams.get("start") ?? "";
    return START.test(payload) ? payload : "";
  },

  start(person, payload) {
    openChat(person);
    this.post(`/chats/${person}/say`, { text: `/start ${payload}`.trim() });
  },

  /** A button that opens a panel; a click elsewhere or Escape closes it. */
  expander(button, panel) {
    const set = (open) => {
      panel.hidden = !open;
      button.ariaExpanded = String(open);
    };
    button.addEventListener("click", () => set(panel.hidden));
    document.addEventListener("click", (event) => !button.contains(event.target) && set(false));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      set(false);
      button.focus();
    });
  },

  paint(avatar, chat) {
    avatar.textContent = [...chat.name][0];
    avatar.dataset.colour = Math.abs(chat.id) % COLOURS;
    avatar.classList.toggle("room", chat.kind !== "private");
  },

  showPeople() {
    document.body.dataset.view = "people";
    layOut();
  },
};

// Chats side by side

const narrow = matchMedia("(max-width: 719px)");

function isSeen(id) {
  return page.panes.has(id) && !document.hidden && !(narrow.matches && document.body.dataset.view === "people");
}

function openChat(id) {
  document.body.dataset.view = "chat";
  page.order = [id, ...page.order.filter((each) => each !== id)];
  layOut();
  if (!narrow.matches) page.panes.get(id)?.input.focus();
}

/** As many chats as fit; the order on the page is that of the list, so that none jumps. */
function layOut() {
  const room = narrow.matches ? 1 : Math.max(1, Math.floor($("panes").clientWidth / PANE_WIDTH));
  const open = new Set(page.order.slice(0, room));
  for (const [id, pane] of page.panes) {
    if (open.has(id)) continue;
    pane.root.remove();
    page.panes.delete(id);
  }
  for (const id of page.chats.keys()) {
    if (!open.has(id)) continue;
    if (!page.panes.has(id)) page.panes.set(id, new Pane(page.chats.get(id), page));
    const pane = page.panes.get(id);
    const place = [...page.chats.keys()].filter((each) => open.has(each)).indexOf(id);
    if ($("panes").children[place] !== pane.root) $("panes").insertBefore(pane.root, $("panes").children[place] ?? null);
  }
  markRead();
}

function markRead() {
  for (const id of page.panes.keys()) if (isSeen(id)) page.unread.delete(id);
  drawPeople();
}

function drawPeople() {
  const open = (id) => page.panes.has(id);
  $("people").replaceChildren(
    ...[...page.chats.values()].map((chat) => {
      const item = $("person-template").content.firstElementChild.cloneNode(true);
      const button = item.firstElementChild;
      const last = chat.messages.at(-1);
      page.paint(button.querySelector(".avatar"), chat);
      button.querySelector(".name").textContent = chat.name;
      button.querySelector(".last").textContent = last ? describe(last) : chat.kind === "private" ? "لم يبدأ بعد" : "لا رسائل بعد";
      button.querySelector("time").textContent = last ? page.clock.moment(last.date) : "";
      const unread = page.unread.get(chat.id) ?? 0;
      button.querySelector(".unread").hidden = !unread;
      button.querySelector(".unread").textContent = unread;
      if (unread) button.querySelector(".unread").ariaLabel = `غير مقروء: ${unread}`;
      button.setAttribute("aria-current", String(open(chat.id)));
      button.addEventListener("click", () => openChat(chat.id));
      return item;
    }),
  );
}

// What the server tells

const events = {
  all({ bot, chats, clock }) {
    page.bot = bot;
    page.clock.set(clock);
    for (const pane of page.panes.values()) pane.root.remove();
    page.panes.clear();
    page.chats = new Map(chats.map((chat) => [chat.id, chat]));
    page.order = [...new Set([...page.order.filter((id) => page.chats.has(id)), ...page.chats.keys()])];
    layOut();
  },
  chat({ chat }) {
    const known = page.chats.get(chat.id);
    if (known) {
      Object.assign(known, chat);
      page.panes.get(chat.id)?.refresh();
      return;
    }
    page.chats.set(chat.id, chat);
    page.order.push(chat.id);
    layOut();
  },
  message({ chat: id, message }) {
    const chat = page.chats.get(id);
    const index = chat.messages.findIndex((each) => each.message_id === message.message_id);
    if (index >= 0) chat.messages[index] = message;
    else chat.messages.push(message);
    if (index < 0 && isFromBot(message, page.bot) && !isSeen(id)) page.unread.set(id, (page.unread.get(id) ?? 0) + 1);
    if (!chat.opened) {
      chat.opened = true;
      page.panes.get(id)?.refresh();
    }
    page.panes.get(id)?.put(message);
    drawPeople();
  },
  deleted({ chat: id, message }) {
    const chat = page.chats.get(id);
    chat.messages = chat.messages.filter((each) => each.message_id !== message);
    page.panes.get(id)?.remove(message);
    drawPeople();
  },
  answer(event) {
    page.panes.get(event.chat)?.answer(event);
  },
  inline({ query, ...answer }) {
    const waiting = page.inline.get(query);
    page.inline.delete(query);
    if (waiting) waiting(answer);
    else page.inline.set(query, answer); // quicker than the answer to our own request
  },
  action({ chat, action }) {
    page.panes.get(chat)?.showAction(action);
  },
  keyboard({ chat: id, keyboard }) {
    page.chats.get(id).keyboard = keyboard;
    page.panes.get(id)?.composer.showKeyboard(keyboard);
  },
  commands({ chat: id, commands }) {
    page.chats.get(id).commands = commands;
    page.panes.get(id)?.refresh();
  },
  blocked({ chat: id, blocked }) {
    page.chats.get(id).blocked = blocked;
    page.panes.get(id)?.refresh();
  },
  bot({ bot }) {
    page.bot = bot;
    for (const pane of page.panes.values()) pane.refresh();
  },
  clock({ clock }) {
    page.clock.set(clock);
  },
};

const stream = new EventSource("/events");
stream.addEventListener("open", () => ($("offline").hidden = true));
stream.addEventListener("error", () => ($("offline").hidden = false));
stream.addEventListener("message", ({ data }) => {
  const event = JSON.parse(data);
  events[event.kind](event);
});

page.expander($("arrived"), $("articles"));
for (const button of document.querySelectorAll("[data-add]")) {
  button.addEventListener("click", async () => {
    const added = await page.post(`/${button.dataset.add}`);
    if (added) openChat(added.chat);
  });
}
for (const button of document.querySelectorAll("[data-to]")) {
  button.addEventListener("click", () => page.post("/clock", { to: button.dataset.to }));
}
addEventListener("resize", layOut);
document.addEventListener("visibilitychange", markRead);
