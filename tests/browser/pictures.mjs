// SPDX-License-Identifier: EUPL-1.2
// Takes the pictures of README.md and docs/: `npm run pictures`. Not part of the tests; look at
// the pictures before they are committed.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as walk from './support.mjs';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
mkdirSync(folder, { recursive: true });

/** The visible part from the top, or the part that begins with an element. */
async function take(page, name, { height = 760, from } = {}) {
  await page.evaluate(() => document.fonts.ready);
  await page.setViewportSize({ width: 1100, height });
  await page.evaluate((text) => {
    const start = [...document.querySelectorAll('h2')].find((one) => one.innerText === text);
    const top = start ? start.getBoundingClientRect().top + globalThis.scrollY - 24 : 0;
    globalThis.scrollTo({ top, behavior: 'instant' });
  }, from);
  await page.screenshot({ path: `${folder}${name}.png` });
}

async function takeBescheid(page) {
  const link = page.getByRole('link', { name: /Herunterladen.*Bescheid/ });
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const target = `${folder}bescheid`;
  execFileSync('pdftoppm', ['-png', '-singlefile', '-gray', '-r', '96', await file.path(), target]);
}

async function walkAndTake(citizen, worker) {
  await citizen.goto('/');
  await take(citizen, 'start');
  await citizen.goto(`/leistung/${walk.dogTax}/${walk.groede}`);
  await take(citizen, 'stelle', { height: 1040 });
  await walk.press(citizen, 'Jetzt beginnen');
  await walk.answer(citizen, { Vorname: 'Erika', Geburtsdatum: '27.3.1985' });
  await walk.press(citizen, 'Weiter');
  await take(citizen, 'frage', { height: 900 });
  await walk.registerDog(citizen, walk.groede);
  await take(citizen, 'pruefen', { height: 860 });
  const { number } = await walk.submit(citizen);

  await walk.signIn(worker, 'team@pellworm.demo');
  await walk.openUntil(worker, '/backoffice/eingang', number);
  await take(worker, 'eingang', { height: 560 });
  await walk.follow(worker, number);
  await take(worker, 'vorgang', { height: 1000, from: 'Berechnung' });
  await walk.press(worker, 'Bescheid erlassen und zustellen');
  await walk.openUntil(citizen, '/status/vorgang', 'Ihr Bescheid ist da');
  await take(citizen, 'status', { height: 1000 });
  await takeBescheid(citizen);
}

if (walk.skip) throw new Error(walk.skip);
const gordion = await walk.startGordion();
const chromium = await walk.openChromium();
try {
  // Another case first, so that the inbox is no single line.
  const neighbour = await walk.newPerson(chromium, gordion.url);
  await walk.registerDog(neighbour, '010545488164');
  await walk.submit(neighbour);
  await walkAndTake(
    await walk.newPerson(chromium, gordion.url),
    await walk.newPerson(chromium, gordion.url),
  );
} finally {
  await chromium.close();
  await gordion.stop();
}
