// SPDX-License-Identifier: EUPL-1.2
// What the browser tests share: a demonstration server of their own, Chromium, and words for
// what a person does on a page. Fields are found by their visible label, as people find them.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const chromiumPath = '/usr/bin/chromium';
const playwright = await import('playwright-core').catch(() => undefined);

export const password = 'gordion-demo-2026';
export const dogTax = '99102013002000';
export const groede = '010545459039';

export const binary = [process.env.GORDION_BINARY, 'build/release/gordion', 'build/dev/gordion']
  .filter(Boolean)
  .map((path) => join(path.startsWith('/') ? '' : root, path))
  .find(existsSync);

/** Why the browser tests cannot run here, or false. For the option `skip` of a test. */
export const skip =
  (!playwright && 'playwright-core is not installed (npm ci)') ||
  (!existsSync(chromiumPath) && `${chromiumPath} is missing`) ||
  (!binary && 'there is no gordion binary (./run build)') ||
  false;

/**
 * A demonstration server on a free port with a data folder of its own.
 * GORDION_TEST_URL names one that runs already; it is left alone.
 */
export async function startGordion() {
  if (process.env.GORDION_TEST_URL) {
    return { url: process.env.GORDION_TEST_URL, stop: async () => {} };
  }
  const folder = mkdtempSync(join(tmpdir(), 'gordion-browser.'));
  const server = spawn(binary, ['demo', `--data=${folder}`, '--listen=127.0.0.1:0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = await readUrl(server).catch((problem) => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    throw problem;
  });
  return {
    url,
    /** The same program beside the server, on its data. */
    run: (args, input = '') => runGordion([...args, `--data=${folder}`], input),
    async stop() {
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runGordion(args, input) {
  return new Promise((resolve, reject) => {
    const program = spawn(binary, args, { cwd: root });
    let said = '';
    for (const stream of [program.stdout, program.stderr]) {
      stream.on('data', (bytes) => {
        said += bytes;
      });
    }
    program.once('exit', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`gordion ${args.join(' ')}:\n${said}`)),
    );
    program.stdin.end(input);
  });
}

function readUrl(server) {
  let said = '';
  server.stderr.resume();
  return new Promise((resolve, reject) => {
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const line = said.match(/^Gordion serves on (\S+)$/m);
      if (line) resolve(line[1]);
    });
    server.once('exit', () => reject(new Error(`The server ended before it served:\n${said}`)));
  });
}

export function openChromium() {
  return playwright.chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// Where scripts are off, Playwright cannot see that an element stands still before it clicks.
const scriptless = new WeakSet();

/** Clicks a link or button; where scripts are off, it is reached and pressed by keyboard. */
export async function activate(page, target) {
  await (scriptless.has(page) ? target.press('Enter') : target.click());
  await page.waitForLoadState();
}

/** A person with a browser of their own: no cookies are shared with others. */
export async function newPerson(browser, url, options = {}) {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'de-DE',
    viewport: { width: 1100, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  if (options.javaScriptEnabled === false) scriptless.add(page);
  return page;
}

/** The same person's next tab: cookies are shared. */
export async function newTab(page) {
  const tab = await page.context().newPage();
  if (scriptless.has(page)) scriptless.add(tab);
  return tab;
}

function labelled(label) {
  const text = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^\\s*${text}( – freiwillig)?\\s*$`);
}

/** Fills in the questions of a page by their labels; dates as "27.3.1985", files as {name, …}. */
export async function answer(page, answers) {
  for (const [label, value] of Object.entries(answers)) {
    const group = page.getByRole('group', { name: labelled(label) });
    if ((await group.count()) > 0) {
      await answerGroup(page, group, value);
    } else {
      await answerField(page.getByLabel(labelled(label)), value);
    }
  }
}

async function answerGroup(page, group, value) {
  if (/^\d+\.\d+\.\d{4}$/.test(value)) {
    const [day, month, year] = value.split('.');
    await group.getByLabel('Tag').fill(day);
    await group.getByLabel('Monat').fill(month);
    await group.getByLabel('Jahr').fill(year);
  } else {
    const choice = group.getByLabel(value, { exact: true });
    await (scriptless.has(page) ? choice.press('Space') : choice.check());
  }
}

async function answerField(field, value) {
  if (typeof value === 'object') {
    await field.setInputFiles(value);
  } else if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
    await field.selectOption({ label: value });
  } else {
    await field.fill(value);
  }
}

export function press(page, name) {
  return activate(page, page.getByRole('button', { name, exact: true }));
}

export function follow(page, name) {
  return activate(page, page.getByRole('link', { name }).first());
}

/** Answers one page and goes on. */
export async function answerAndGoOn(page, answers) {
  await answer(page, answers);
  await press(page, 'Weiter');
}

export function heading(page) {
  return page.locator('h1').innerText();
}

export async function begin(page, service, ars) {
  await page.goto(`/leistung/${service}/${ars}`);
  await press(page, 'Jetzt beginnen');
}

export const dog = {
  Rufname: 'Bello',
  'Rasse oder Kreuzung': 'Labrador',
  Geschlecht: 'Rüde',
  Geburtsdatum: '10.5.2022',
  'Farbe und besondere Kennzeichen': 'schwarz mit weißer Brust',
  Chipnummer: '276098100000001',
  'Seit wann haben Sie den Hund?': `1.1.${new Date().getFullYear()}`,
  'Woher kommt der Hund?': 'Züchterin oder Züchter',
  'Gilt der Hund als gefährlich?': 'Nein',
  'Beantragen Sie eine Befreiung oder Ermäßigung?': 'Nein',
};

export const keeper = { Vorname: 'Erika', Familienname: 'Beispiel', Geburtsdatum: '27.3.1985' };

export const home = {
  Straße: 'Musterweg',
  Hausnummer: '12a',
  Postleitzahl: '25869',
  Ort: 'Beispielstadt',
};

/** From the first page to the summary, the short way: one dog, nothing special. */
export async function registerDog(page, ars) {
  await begin(page, dogTax, ars);
  await answerAndGoOn(page, keeper);
  await answerAndGoOn(page, home);
  await answerAndGoOn(page, {
    'Sind Sie mit dem Hund aus einer anderen Gemeinde hierher gezogen?': 'Nein',
  });
  await answerAndGoOn(page, {
    'Leben in Ihrem Haushalt schon Hunde, die hier angemeldet sind?': 'Nein',
  });
  await answerAndGoOn(page, dog);
  await press(page, 'Weiter');
  await answerAndGoOn(page, { 'Soll die Steuer von Ihrem Konto abgebucht werden?': 'Nein' });
  await declare(page, 'Ich versichere, dass meine Angaben vollständig und richtig sind.');
}

export async function addDog(page, values) {
  await follow(page, 'Weiteren Hund hinzufügen');
  await answerAndGoOn(page, values);
}

export async function declare(page, text) {
  await answerAndGoOn(page, { [text]: 'Ja' });
}

/** Sends the summary off and returns what the citizen writes down. */
export async function submit(page) {
  await press(page, 'Verbindlich absenden');
  return readSecret(page);
}

export async function readSecret(page) {
  return {
    number: (await page.locator('#nummer').innerText()).trim(),
    code: (await page.locator('#code').innerText()).trim(),
  };
}

export async function signIn(page, name) {
  await page.goto('/backoffice/anmelden');
  await answer(page, { Name: name, Passwort: password });
  await press(page, 'Anmelden');
}

/** Delivery is a job: what it brings appears a moment later. */
export async function openUntil(page, path, shown) {
  const end = Date.now() + 15_000;
  do {
    await page.goto(path);
    if ((await page.getByText(shown).count()) > 0) return;
  } while (Date.now() < end);
  throw new Error(`${path} never showed ${shown}`);
}

/** Publishes a next version of the dog tax, which demands one more value. */
export async function publishUpdate(gordion) {
  const folder = mkdtempSync(join(tmpdir(), 'gordion-package.'));
  cpSync(join(root, 'packages/hundesteuer-anmeldung'), folder, { recursive: true });
  const file = join(folder, 'service.toml');
  const parameter = [
    '[[parameter]]', 'key = "neuer_satz"', 'class = "e"', 'type = "money"',
    'levels = ["verband", "gemeinde"]', 'required = true', 'legal_ground = "Satzung"',
    'label.de = "Neuer Satz"', 'label.en = "New rate"', 'label.ls = "Neuer Satz"', '',
  ].join('\n');
  const text = readFileSync(file, 'utf8').replace('version = "1.0.0"', 'version = "1.1.0"');
  writeFileSync(file, `${text}\n${parameter}`);
  await gordion.run(['service', 'publish', folder, '--tenant=01']);
  rmSync(folder, { recursive: true, force: true });
}
