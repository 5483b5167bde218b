// SPDX-License-Identifier: EUPL-1.2
// The automatic part of accessibility as evidence: walks the preview of a published package in
// Chromium, with and without script, and prints JSON for `gordion conformity check --evidence`.
// Usage: node tests/browser/accessibility_evidence.mjs URL PACKAGE VERSION
import { openChromium } from './support.mjs';

const axe = (await import('axe-core')).default;
const mostPages = 80;

/** axe rule → member of the evidence in which its elements are counted. */
const counted = {
  'html-has-lang': 'without_language',
  'html-lang-valid': 'without_language',
  'document-title': 'without_title',
  label: 'without_label',
  'select-name': 'without_label',
  'heading-order': 'heading_jumps',
  'image-alt': 'without_alt',
  'color-contrast': 'low_contrast',
};

/** Every page below `base` that links lead to, from `start` on. */
async function crawl(page, start, base, look) {
  const seen = new Set();
  const waiting = [...start];
  while (waiting.length > 0 && seen.size < mostPages) {
    const url = waiting.shift();
    const response = await page.goto(url);
    const here = new URL(page.url());
    if (seen.has(here.pathname) || !response?.headers()['content-type']?.startsWith('text/html')) continue;
    seen.add(here.pathname);
    await look(page);
    const links = await page.$$eval('a[href]', (all) => all.map((link) => link.href));
    waiting.push(...links.filter((link) => new URL(link).pathname.startsWith(base) && !link.includes('raw=')));
  }
  return seen.size;
}

async function countWithAxe(page, evidence) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (rules) => globalThis.axe.run({ runOnly: { type: 'rule', values: rules } }),
    Object.keys(counted),
  );
  for (const { id, nodes } of violations) evidence[counted[id]] += nodes.length;
}

/** Whether a question can be answered and sent without script. */
async function needsScript(chromium, url) {
  const context = await chromium.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  const usable = await page.locator('main form[method="post"] [type="submit"]').count();
  await context.close();
  return usable === 0;
}

export async function collectEvidence(url, name, version) {
  const chromium = await openChromium();
  const base = `/vorschau/${name}/${version}`;
  const evidence = Object.fromEntries(Object.values(counted).map((member) => [member, 0]));
  try {
    const page = await (await chromium.newContext()).newPage();
    const start = [`${url}${base}`, `${url}${base}/formular/pruefen`, `${url}${base}/befunde`];
    evidence.pages = await crawl(page, start, `${base}/formular`, (shown) => countWithAxe(shown, evidence));
    evidence.needs_script = await needsScript(chromium, `${url}${base}`);
    evidence.statement = (await page.goto(`${url}/barrierefreiheit`)).status() === 200;
  } finally {
    await chromium.close();
  }
  return { system: { accessibility: evidence } };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [url, name, version] = process.argv.slice(2);
  if (!version) {
    console.error('usage: node tests/browser/accessibility_evidence.mjs URL PACKAGE VERSION');
    process.exit(2);
  }
  console.log(JSON.stringify(await collectEvidence(url.replace(/\/$/, ''), name, version), null, 2));
}
