// Starts the preview of the hosted pages, and says what holds for each of them.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import axe from 'axe-core';

import { linkIn } from './support.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CARGO = process.env.CARGO ?? 'cargo';
const PREVIEW = ['--quiet', '--package', 'hosted', '--example', 'hosted-preview'];

/** How long the preview may take to say where it listens once it is built, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Starts the preview, built anew if need be, or the program that HOSTED_PREVIEW names.
 *
 * The result has `origin`, and `stop()`, which ends it.
 */
export async function startPreview(program = process.env.HOSTED_PREVIEW) {
  if (!program) execFileSync(CARGO, ['build', ...PREVIEW], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const [command, words] = program ? [program, []] : [CARGO, ['run', ...PREVIEW, '--']];
  const child = spawn(command, [...words, '127.0.0.1:0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const origin = await firstLine(child);
  return {
    origin,
    stop() {
      kill();
      process.removeListener('exit', kill);
    },
  };
}

async function firstLine(child) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the preview gave no link in time')), PATIENCE);
  });
  const said = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const link = linkIn(line);
      if (link) return new URL(link).origin;
    }
    throw new Error('the preview ended before it gave a link');
  })();
  try {
    return await Promise.race([said, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The addresses of all pages, as the preview's own list gives them. */
export async function addresses(origin) {
  const list = await (await fetch(origin)).text();
  return [...list.matchAll(/href="(\/[^"]*)"/g)].map(([, address]) => address);
}

/** Fails with the list, one a line, unless it is empty. */
export function assertNone(found, what) {
  assert.ok(found.length === 0, `${what}:\n  ${found.join('\n  ')}`);
}

/** Takes down what pages must not do: ask another origin, complain, or break their own policy. */
export async function listen(context, origin) {
  const wrong = [];
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && asked !== origin) wrong.push(`asks ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`says in the console: ${message.text()}`);
  });
  context.on('weberror', (problem) => wrong.push(`fails: ${problem.error().message}`));
  await context.addInitScript(() => {
    globalThis.brokenPolicies = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.brokenPolicies.push(`breaks ${event.effectiveDirective} with ${event.blockedURI}`);
    });
  });
  return {
    async wrong(page) {
      return [...wrong.splice(0), ...(await page.evaluate(() => globalThis.brokenPolicies))];
    },
  };
}

/** What is wrong with how a page is built, one a line. */
export async function faults(page) {
  const found = [];
  const headings = await page.locator('h1').allInnerTexts();
  if (headings.length !== 1 || !headings[0].trim()) found.push(`first headings: ${JSON.stringify(headings)}`);
  await page.evaluate(axe.source);
  return [...found, ...(await ask(page, {}))];
}

/** What is wrong with how it looks, at this width and in this scheme. `faults` must have been asked before. */
export async function faultsOfLook(page) {
  const seen = { runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block'] };
  return [...(await widthFaults(page)), ...(await ask(page, seen))];
}

/** Whether a page must be scrolled sideways. */
export async function widthFaults(page) {
  const [content, window] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  return content > window ? [`it is ${content} pixels wide in a window of ${window}`] : [];
}

async function ask(page, options) {
  return page.evaluate(async (options) => {
    const { violations } = await globalThis.axe.run(document, { ...options, resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  }, options);
}

/** What cannot be reached with Tab, or does not show that it has the focus. */
export async function keyboardFaults(page) {
  const controls = await page.evaluate(() => {
    const looks = (element) => {
      const style = getComputedStyle(element);
      const told = ['outline', 'boxShadow', 'border', 'backgroundColor', 'color', 'textDecoration'];
      return told.map((property) => style[property]).join(' | ');
    };
    document.activeElement?.blur?.();
    const wanted = 'a[href], button, input:not([type=hidden]), select, summary';
    const controls = [...document.querySelectorAll(wanted)].filter((control) => control.checkVisibility());
    const resting = controls.map(looks);
    globalThis.focusedControl = () => {
      const at = controls.indexOf(document.activeElement);
      const somewhere = document.activeElement !== document.body && document.activeElement !== null;
      return { at, somewhere, shows: at >= 0 && looks(controls[at]) !== resting[at] };
    };
    return controls.map((control) => {
      const group = control.type === 'radio' ? control.name : '';
      return { html: control.outerHTML.slice(0, 120), group };
    });
  });
  const reached = new Set();
  const found = [];
  for (let first, left = 0; left < 2; ) {
    await page.keyboard.press('Tab');
    const { at, somewhere, shows } = await page.evaluate(() => globalThis.focusedControl());
    // The walk may begin in the middle, where something is wrong. After the last element the focus leaves the
    // page and comes back to the first.
    if (!somewhere) left += 1;
    if (at >= 0 && at === first) break;
    if (at < 0) continue;
    first ??= at;
    reached.add(at);
    if (!shows) found.push(`does not show the focus: ${controls[at].html}`);
  }
  // Of a group of choices, Tab reaches one and the arrows the others.
  const groups = new Set([...reached].map((at) => controls[at].group).filter(Boolean));
  controls.forEach(({ html, group }, at) => {
    if (!reached.has(at) && !groups.has(group)) found.push(`is not reached with Tab: ${html}`);
  });
  return found;
}
