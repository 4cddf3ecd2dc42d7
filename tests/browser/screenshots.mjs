// Takes the pictures in docs/screenshots. `cargo xtask generate --screenshots` runs it.

import { mkdir, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { PAGES, SCHEMES } from './pages.mjs';
import { enter, openBrowser, startProduct } from './support.mjs';

const FOLDER = new URL(process.env.SCREENSHOTS ?? '../../docs/screenshots/', import.meta.url);

/** How long the demo's crowd may act before the picture is taken, in milliseconds: empty pages show nothing. */
const CROWD = 45_000;

const product = await startProduct();
const browser = await openBrowser();
try {
  const entered = await enter(browser, product);
  await new Promise((resolve) => setTimeout(resolve, CROWD));
  await mkdir(FOLDER, { recursive: true });
  // Pictures of pages that are no longer shown must not stay behind.
  const ours = (file) => SCHEMES.some((scheme) => file.endsWith(`-${scheme}.png`));
  for (const file of (await readdir(FOLDER)).filter(ours)) await rm(new URL(file, FOLDER));
  for (const { path, name, signedOut } of PAGES.filter((page) => page.picture)) {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({
        ...(signedOut ? {} : { storageState: entered }),
        colorScheme,
        viewport: { width: 1280, height: 1000 },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const answer = await page.goto(product.origin + path);
      if (!answer?.ok()) throw new Error(`${path} answers ${answer?.status()}`);
      const file = fileURLToPath(new URL(`${name}-${colorScheme}.png`, FOLDER));
      await page.screenshot({ path: file });
      console.log(`took ${name}-${colorScheme}.png`);
      await context.close();
    }
  }
} finally {
  await browser.close().finally(() => product.stop());
}
