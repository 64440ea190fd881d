// The page: who reads, which chats are open side by side, the clock; fed by the server's events.

import { Pane } from "./pane.js";
import { element } from "./text.js";
import * as time from "./time.js";

const PANE_WIDTH = 380; // px that a chat needs to be read well
const COLOURS = 6;
const $ = (id) => document.getElementById(id);

const page = {
  bot: { name: "موجز", description: "" },
  zone: "Asia/Riyadh",
  chats: new Map(), // id → chat
  panes: new Map(), // id → Pane, those on the page
  order: [], // ids, the chat last looked at first
  unread: new Map(),
  clock: null,

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
    avatar.dataset.colour = chat.id % COLOURS;
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
  if (!narrow.matches) page.panes.get(id).input.focus();
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
      button.querySelector(".last").textContent = last ? describe(last) : "لم يبدأ بعد";
      button.querySelector("time").textContent = last ? moment(last.date) : "";
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

function describe(message) {
  const rich = ({ children = [] }) => children.map((each) => (typeof each === "string" ? each : rich(each))).join(" ");
  const text = message.text ?? message.caption ?? (message.photo ? "صورة" : message.document ? message.document.file_name : rich(message.rich_message ?? {}));
  return text.replace(/\s+/g, " ").slice(0, 80);
}

function moment(seconds) {
  const date = new Date(seconds * 1000);
  const today = time.day(new Date(storyNow()), page.zone);
  return time.day(date, page.zone) === today ? time.hour(date, page.zone) : time.shortDay(date, page.zone);
}

// The clock

function storyNow() {
  if (!page.clock) return Date.now();
  const passed = page.clock.moving ? 0 : performance.now() - page.clock.received;
  return Date.parse(page.clock.now) + passed;
}

function showTime() {
  const now = new Date(storyNow());
  const shown = `${time.day(now, page.zone)}، ${time.hour(now, page.zone)}`;
  if ($("now").textContent === shown) return;
  $("now").textContent = shown;
  $("now").dateTime = now.toISOString();
  drawPeople();
}

function setClock(clock) {
  page.clock = { ...clock, received: performance.now() };
  page.zone = clock.zone;
  document.body.classList.toggle("moving", clock.moving);
  for (const button of document.querySelectorAll("[data-to]")) {
    button.disabled = clock.moving || (button.dataset.to === "next" && !clock.next);
    if (button.dataset.to === "next") button.title = clock.next ? "" : "لا مقالات بعد هذا";
  }
  const count = clock.recent || clock.arrived.length;
  $("arrived-count").textContent = clock.recent ? `وصل: ${time.articles(count)}` : `حتى الآن: ${time.articles(count)}`;
  $("articles").firstElementChild.replaceChildren(
    ...clock.arrived.toReversed().map(({ at, outlet, title }, index) => {
      const item = element("li", index < clock.recent ? "new" : "");
      const date = new Date(at);
      const from = [outlet, time.shortDay(date, page.zone), time.hour(date, page.zone)].filter(Boolean).join(" · ");
      item.append(element("span", "", title), element("small", "", from));
      return item;
    }),
  );
  showTime();
}

// What the server tells

const events = {
  all({ bot, chats, clock }) {
    page.bot = bot;
    setClock(clock);
    for (const pane of page.panes.values()) pane.root.remove();
    page.panes.clear();
    page.chats = new Map(chats.map((chat) => [chat.id, chat]));
    page.order = [...new Set([...page.order.filter((id) => page.chats.has(id)), ...page.chats.keys()])];
    layOut();
  },
  chat({ chat }) {
    page.chats.set(chat.id, chat);
    page.order.push(chat.id);
    layOut();
  },
  message({ chat: id, message }) {
    const chat = page.chats.get(id);
    const index = chat.messages.findIndex((each) => each.message_id === message.message_id);
    if (index >= 0) chat.messages[index] = message;
    else chat.messages.push(message);
    if (index < 0 && message.from.is_bot && !isSeen(id)) page.unread.set(id, (page.unread.get(id) ?? 0) + 1);
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
  action({ chat }) {
    page.panes.get(chat)?.showTyping();
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
    setClock(clock);
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
$("add").addEventListener("click", async () => {
  const added = await page.post("/people");
  if (added) openChat(added.chat);
});
for (const button of document.querySelectorAll("[data-to]")) {
  button.addEventListener("click", () => page.post("/clock", { to: button.dataset.to }));
}
addEventListener("resize", layOut);
document.addEventListener("visibilitychange", markRead);
setInterval(showTime, 1000);
