// What pages gain with a script: the focus where something is wrong, times in the reader's own zone, copying,
// printing, saving, and looking at what one types. Everything else works without it.

// Whoever cannot see the page is brought to what is wrong; each line there leads to its field.
document.getElementById("problems")?.focus();

// Times come in UTC; the reader knows where they are.
const tag = document.documentElement.lang;
const language = navigator.languages.find((known) => known.split("-")[0] === tag) ?? tag;
const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
for (const time of document.querySelectorAll("time[data-local], time[data-exact]")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  time.title = exact.format(moment);
  if ("local" in time.dataset) time.textContent = time.title;
}

// Copying.
const textOf = (id) => {
  const element = document.getElementById(id);
  const lines = element?.matches("ol") ? [...element.children] : [element];
  return lines.map((line) => line?.textContent.trim() ?? "").join("\n");
};

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const before = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf(button.dataset.copy));
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = before), 2000);
  });
}

// Printing.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Saving as a file, which never leaves this device.
for (const button of document.querySelectorAll("[data-download]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    const url = URL.createObjectURL(new Blob([`${textOf(button.dataset.download)}\n`], { type: "text/plain" }));
    link.href = url;
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
}

// Looking at what one types.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  if (!input) continue;
  button.hidden = false;
  const label = button.firstElementChild;
  const [show, hide] = [label.textContent, button.dataset.hide];
  const set = (isShown) => {
    input.type = isShown ? "text" : "password";
    label.textContent = isShown ? hide : show;
  };
  button.addEventListener("click", () => set(input.type === "password"));
  // Browsers remember what stood in a text field, but not what stood in a passphrase.
  input.form?.addEventListener("submit", () => set(false));
}

// A second press while the first is on its way would only be an error.
for (const form of document.querySelectorAll("form[method=post]:not([data-passkey])")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
