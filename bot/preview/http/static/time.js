// Dates, hours and counts, written as an Arabic reader expects them: Gregorian, Western digits, the reader's zone.

const LOCALE = "ar-EG-u-ca-gregory-nu-latn";
const ARTICLES = { zero: "لا مقالات", one: "مقال واحد", two: "مقالان", few: "# مقالات", many: "# مقالًا", other: "# مقال" };
const rules = new Intl.PluralRules("ar");
const formats = new Map();

function format(zone, name, options) {
  const key = `${zone} ${name}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }));
  return formats.get(key);
}

function parts(date, zone) {
  const named = format(zone, "day", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return Object.fromEntries(named.formatToParts(date).map(({ type, value }) => [type, value]));
}

/** «الخميس 6 يناير 2022» */
export function day(date, zone) {
  const { weekday, day, month, year } = parts(date, zone);
  return `${weekday} ${day} ${month} ${year}`;
}

/** «6 يناير» */
export function shortDay(date, zone) {
  const { day, month } = parts(date, zone);
  return `${day} ${month}`;
}

/** «09:00» */
export function hour(date, zone) {
  return format(zone, "hour", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

/** «3 مقالات» */
export function articles(count) {
  return ARTICLES[rules.select(count)].replace("#", count);
}
