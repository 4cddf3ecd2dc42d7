// What pages gain with a script: news that come in by themselves, and copying. Everything works without it.

const EVERY_MS = 2000;
const AT_MOST_MS = 30000;

// News: the server renders the fragment; here only what is new is put into place, so that a reader is told
// of new entries alone and the place on the page is kept.
for (const live of document.querySelectorAll("[data-live]")) watch(live);

function watch(live) {
  const state = live.querySelector("[data-live-state]");
  const words = document.createElement("span");
  const button = document.createElement("button");
  button.type = "button";
  let paused = false;
  let wait = EVERY_MS;
  let timer = 0;

  const show = (text) => {
    words.textContent = text;
    button.textContent = paused ? "Go on" : "Pause";
  };
  const plan = () => {
    clearTimeout(timer);
    if (!paused && !document.hidden) timer = setTimeout(ask, wait);
  };
  const ask = async () => {
    try {
      const answer = await fetch(live.dataset.live, { headers: { accept: "text/html" }, cache: "no-store" });
      if (answer.redirected || answer.status === 401 || answer.status === 403) {
        paused = true;
        show("Your visit has ended. Load the page again.");
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      merge(live, await answer.text());
      wait = EVERY_MS;
      show("Comes in by itself");
    } catch {
      wait = Math.min(wait * 2, AT_MOST_MS);
      show("The server does not answer; trying again");
    }
    plan();
  };

  button.addEventListener("click", () => {
    paused = !paused;
    show(paused ? "Paused" : "Comes in by itself");
    plan();
  });
  document.addEventListener("visibilitychange", plan);
  state?.replaceChildren(words, button);
  show("Comes in by itself");
  plan();
}

function merge(live, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const oldList = live.querySelector("[data-live-list]");
  const newList = fresh.content.querySelector("[data-live-list]");
  if (!oldList || !newList) return;

  const known = new Map([...oldList.children].map((entry) => [entry.dataset.entry, entry]));
  const started = known.size > 0;
  let last = null;
  for (const entry of [...newList.children]) {
    const here = known.get(entry.dataset.entry);
    known.delete(entry.dataset.entry);
    if (here) {
      const time = here.querySelector("time");
      const told = entry.querySelector("time")?.textContent;
      if (time && told && time.textContent !== told) time.textContent = told;
      last = here;
    } else {
      if (started) entry.classList.add("new");
      if (last) last.after(entry);
      else oldList.prepend(entry);
      last = entry;
    }
  }
  for (const gone of known.values()) {
    if (!gone.contains(document.activeElement)) gone.remove();
  }
  if (oldList.children.length > 0) live.querySelector(".empty")?.remove();

  const oldDay = live.querySelector(".counters");
  const newDay = fresh.content.querySelector(".counters");
  if (oldDay && newDay && oldDay.textContent !== newDay.textContent) oldDay.replaceWith(newDay);
}

// Copying.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const before = [...button.childNodes];
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy)?.textContent ?? "";
    await navigator.clipboard.writeText(text.trim());
    button.textContent = "Copied";
    setTimeout(() => button.replaceChildren(...before), 2000);
  });
}
