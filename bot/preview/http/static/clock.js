// The clock of the story, and the articles that have arrived by now.

import { element } from "./text.js";
import * as time from "./time.js";

const $ = (id) => document.getElementById(id);

export class Clock {
  /** @param turned is called whenever another minute is shown */
  constructor(turned) {
    this.turned = turned;
    this.zone = "Asia/Riyadh";
    this.shown = null;
    setInterval(() => this.show(), 1000);
  }

  /** The clock as the server tells it. */
  set(clock) {
    this.shown = { ...clock, received: performance.now() };
    this.zone = clock.zone;
    document.body.classList.toggle("moving", clock.moving);
    for (const button of document.querySelectorAll("[data-to]")) {
      button.disabled = clock.moving || (button.dataset.to === "next" && !clock.next);
      if (button.dataset.to === "next") button.title = clock.next ? "" : "لا مقالات بعد هذا";
    }
    const count = clock.recent || clock.arrived.length;
    $("arrived-count").textContent = clock.recent ? `وصل: ${time.articles(count)}` : `حتى الآن: ${time.articles(count)}`;
    $("articles").firstElementChild.replaceChildren(...clock.arrived.toReversed().map((each, index) => this.drawArticle(each, index < clock.recent)));
    this.show();
  }

  drawArticle({ at, outlet, title }, isNew) {
    const item = element("li", isNew ? "new" : "");
    const date = new Date(at);
    const from = [outlet, time.shortDay(date, this.zone), time.hour(date, this.zone)].filter(Boolean).join(" · ");
    item.append(element("span", "", title), element("small", "", from));
    return item;
  }

  now() {
    if (!this.shown) return Date.now();
    const passed = this.shown.moving ? 0 : performance.now() - this.shown.received;
    return Date.parse(this.shown.now) + passed;
  }

  show() {
    const now = new Date(this.now());
    const words = `${time.day(now, this.zone)}، ${time.hour(now, this.zone)}`;
    if ($("now").textContent === words) return;
    $("now").textContent = words;
    $("now").dateTime = now.toISOString();
    this.turned();
  }

  /** The hour of a message, or its day where it is not today; in seconds. */
  moment(seconds) {
    const date = new Date(seconds * 1000);
    const today = time.day(new Date(this.now()), this.zone);
    return time.day(date, this.zone) === today ? time.hour(date, this.zone) : time.shortDay(date, this.zone);
  }
}
