// Passkeys and security keys. Browsers give them to scripts only, so this script asks, puts the answer into the
// page's own form and posts it. It sends nothing by itself, and without it the page's other ways still work.

const forms = [...document.querySelectorAll("form[data-passkey]")];
const supported = typeof globalThis.PublicKeyCredential === "function" && Boolean(navigator.credentials);

/** The request that waits in the address field, which another one has to take the place of. */
let waiting = null;

if (supported) {
  for (const form of forms) prepare(form);
  for (const part of document.querySelectorAll("[data-with-passkey]")) part.hidden = false;
} else {
  for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = false;
}

function prepare(form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    press(form);
  });
  if ("offer" in form.dataset) offer(form);
}

/** The button was pressed. */
async function press(form) {
  const button = form.querySelector("button[type=submit]");
  waiting?.abort();
  say(form, "");
  button.setAttribute("aria-busy", "true");
  try {
    const credential = await ask(form, {});
    if (credential) hand(form, credential);
  } catch (problem) {
    say(form, words(form, problem));
    // What had to give way to the button is offered again.
    if ("offer" in form.dataset) offer(form);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** Offers passkeys where the browser fills in addresses (conditional mediation). */
async function offer(form) {
  waiting = new AbortController();
  const can = await PublicKeyCredential.isConditionalMediationAvailable?.();
  if (!can || waiting.signal.aborted) return;
  try {
    const credential = await ask(form, { mediation: "conditional", signal: waiting.signal });
    if (credential) hand(form, credential);
  } catch (problem) {
    // Nobody pressed anything, so there is nobody to tell of what was only offered.
    if (problem.name !== "AbortError" && problem.name !== "NotAllowedError") say(form, words(form, problem));
  }
}

function ask(form, more) {
  const options = JSON.parse(form.dataset.options);
  // Servers' libraries wrap the options; the browser's own readers want what is inside.
  const publicKey = options.publicKey ?? options;
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: creation(publicKey), ...more })
    : navigator.credentials.get({ publicKey: request(publicKey), ...more });
}

function hand(form, credential) {
  form.elements.credential.value = JSON.stringify(written(credential));
  // Not `requestSubmit`, which would come by our own listener again.
  form.submit();
}

function say(form, text) {
  form.querySelector(".says").textContent = text;
}

function words(form, problem) {
  switch (problem.name) {
    case "AbortError":
    case "NotAllowedError":
      return form.dataset.cancelled;
    case "InvalidStateError":
      return form.dataset.known;
    case "NotSupportedError":
    case "ConstraintError":
      return form.dataset.unfit;
    default:
      return form.dataset.failed;
  }
}

// JSON to what the browser takes, and back (WebAuthn level 3, section 5.1.8 to 5.1.10), with the browser's own
// readers where it has them.

function creation(options) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  }
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials?.map(described),
  };
}

function request(options) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) {
    return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  }
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: options.allowCredentials?.map(described),
  };
}

function described(credential) {
  return { ...credential, id: bytes(credential.id) };
}

function written(credential) {
  if (typeof credential.toJSON === "function") {
    try {
      return credential.toJSON();
    } catch {
      // Some password managers put an object of their own in the browser's place, which cannot do this.
    }
  }
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

function bytes(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// A page that was left open keeps a challenge that has become too old. When somebody comes back to it, it is
// loaded again, unless something was written on it already.

const LIFE_MS = 4 * 60 * 1000;
const opened = performance.now();

const isUntouched = () =>
  [...document.querySelectorAll("input:not([type=hidden])")].every((input) => input.value === input.defaultValue);

function renew() {
  const isOld = performance.now() - opened > LIFE_MS;
  if (isOld && !document.hidden && forms.length > 0 && "offer" in forms[0].dataset && isUntouched()) location.reload();
}

document.addEventListener("visibilitychange", renew);
addEventListener("pageshow", (event) => {
  if (event.persisted && forms.length > 0) location.reload();
});
