// SPDX-License-Identifier: EUPL-1.2
// What the journey tests share: the binary, data folders of their own, servers that are killed
// afterwards, and a person who walks the pages over HTTP without a browser.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const dogTax = '99102013002000';
export const groede = '010545459039';
export const password = 'gordion-demo-2026';

export const binary = [process.env.GORDION_BINARY, 'build/release/gordion', 'build/dev/gordion']
  .filter(Boolean)
  .map((path) => join(path.startsWith('/') ? '' : root, path))
  .find(existsSync);

/** Why the journey tests cannot run here, or false. For the option `skip` of a test. */
export const skip = binary ? false : 'there is no gordion binary (./run build)';

const processes = new Set();
const folders = new Set();

/** For `after`: nothing of a test stays behind. */
export function cleanUp() {
  for (const child of processes) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** A port of this machine that nobody listens on now. */
export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'gordion-journey.'));
  folders.add(folder);
  return folder;
}

function start(words, options) {
  const child = spawn(binary, words, { cwd: root, ...options });
  processes.add(child);
  const ended = new Promise((resolve) => {
    child.once('exit', (status, signal) => {
      processes.delete(child);
      resolve(status ?? signal);
    });
  });
  return { child, ended };
}

/** Runs a verb to its end: { status, out, err }. */
export async function gordion(...words) {
  const { child, ended } = start(words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes) => (out += bytes));
  child.stderr.on('data', (bytes) => (err += bytes));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const status = await ended;
  await closed;
  return { status, out, err };
}

/**
 * Serves a data folder on a free port. Standard error goes to `log`, a file of its own, so that a
 * test can read what was logged. `options.words` replaces the verb, `options.env` the environment,
 * `options.listen` the free port.
 */
export async function serve(data, options = {}) {
  const log = options.log ?? join(makeFolder(), 'stderr.log');
  const file = openSync(log, 'a');
  const words = options.words ?? ['serve'];
  const { child, ended } = start([...words, `--data=${data}`, `--listen=${options.listen ?? '127.0.0.1:0'}`], {
    stdio: ['ignore', 'pipe', file],
    env: { ...process.env, ...options.env },
  });
  closeSync(file);
  let said = '';
  const served = new Promise((resolve) => {
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const line = said.match(/^Gordion serves on (\S+)$/m);
      if (line) resolve(line[1]);
    });
  });
  const url = await Promise.race([served, ended.then(() => undefined)]);
  if (!url) throw new Error(`It ended before it served:\n${said}${readFileSync(log, 'utf8')}`);
  return {
    url,
    log,
    pid: child.pid,
    kill: () => (child.kill('SIGKILL'), ended),
    stop: () => (child.kill('SIGTERM'), ended),
  };
}

/** A data folder with the demonstration in it; nothing runs on it. */
export async function demoFolder() {
  const folder = join(makeFolder(), 'data');
  const server = await serve(folder, { words: ['demo'] });
  await server.stop();
  return folder;
}

export function copyFolder(folder) {
  const copy = join(makeFolder(), 'data');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export function exampleAnswers(name, package_ = 'hundesteuer-anmeldung') {
  const file = join(root, 'packages', package_, 'examples', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')).answers;
}

export function submitDirectly(url, answers, key, ars = groede) {
  return fetch(`${url}/api/v1/antraege`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify({ service: dogTax, ars, answers }),
  });
}

const entities = { '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const unescape = (text) => text.replace(/&(quot|#39|lt|gt|amp);/g, (entity) => entities[entity]);

function attribute(tag, name) {
  const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`));
  return found ? unescape(found[1]) : '';
}

/** A page as it came: status, address after redirects, and its text. */
class Page {
  constructor(response, path, body) {
    this.status = response.status;
    this.path = path;
    this.body = body;
  }

  /** The names and values of the form that goes to `action`. */
  controls(action) {
    const form = this.body
      .split('<form')
      .slice(1)
      .map((text) => text.split('</form>')[0])
      .find((text) => attribute(text, 'action') === action && !text.includes('name="_remove"'));
    if (!form) throw new Error(`${this.path} (${this.status}) has no form that goes to ${action}`);
    return [...form.matchAll(/<(input|select|textarea)\b[^>]*/g)].map(([tag, kind]) => ({
      name: attribute(tag, 'name'),
      type: kind === 'input' ? attribute(tag, 'type') : kind,
      value: attribute(tag, 'value'),
    }));
  }

  between(before, after) {
    const begin = this.body.indexOf(before);
    if (begin < 0) return '';
    const rest = this.body.slice(begin + before.length);
    return unescape(rest.slice(0, rest.indexOf(after)));
  }
}

// Debian 12's node 18 joins them with commas; ours carry no date, so a comma ends a cookie.
function setCookies(headers) {
  return headers.getSetCookie?.() ?? (headers.get('set-cookie') ?? '').split(/, (?=[^;,]+=)/).filter(Boolean);
}

/** Somebody with cookies: follows redirects, sends forms with their hidden fields. */
export class Person {
  constructor(url) {
    this.url = url;
    this.cookies = new Map();
  }

  async fetch(path, options = {}) {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(this.url + path, {
      redirect: 'manual',
      ...options,
      headers: { ...options.headers, ...(cookie && { Cookie: cookie }) },
    });
    for (const line of setCookies(response.headers)) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    if (response.status === 303) {
      await response.arrayBuffer();
      return this.fetch(response.headers.get('Location'));
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    const page = new Page(response, path, bytes.toString('utf8'));
    page.bytes = bytes;
    return page;
  }

  post(path, fields) {
    return this.fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Sends the form with its hidden fields and `fields` (an object, or pairs where a name repeats);
   *  `files` make it an upload. */
  submit(page, action, fields, files = {}) {
    const hidden = page.controls(action).filter((control) => control.type === 'hidden');
    const all = [...hidden.map(({ name, value }) => [name, value])];
    all.push(...(Array.isArray(fields) ? fields : Object.entries(fields)));
    if (Object.keys(files).length === 0) return this.post(action, all);
    const body = new FormData();
    for (const [name, value] of all) body.append(name, value);
    for (const [name, file] of Object.entries(files)) {
      body.append(name, new Blob([file.bytes], { type: file.type }), file.name);
    }
    return this.fetch(action, { method: 'POST', body });
  }
}

function find(answers, path) {
  let at = answers;
  for (const part of path.split('.')) {
    const [, id, index] = part.match(/^([^[]+)(?:\[(\d+)\])?$/) ?? [];
    at = at?.[id];
    if (index !== undefined) at = at?.[Number(index)];
  }
  return at;
}

function typed(answers, name) {
  const date = name.match(/^(.*)\.(day|month|year)$/);
  if (date) {
    const [year, month, day] = (find(answers, date[1]) ?? '').split('-');
    return { day, month, year }[date[2]] ?? '';
  }
  const value = find(answers, name);
  return typeof value === 'number' ? String(value).replace('.', ',') : String(value ?? '');
}

/** Answers the questions of one page from `answers`; a field that is a file takes `file`. */
export function fill(person, page, answers, file) {
  const fields = [];
  const files = {};
  for (const { name, type, value: offered } of page.controls(page.path)) {
    if (name.endsWith('.search')) {
      // A long list: the choice among what a search found, the search itself as it stood.
      const code = find(answers, name.slice(0, -'.search'.length));
      fields.push([name, offered], ...(code ? [[name.slice(0, -'.search'.length), code]] : []));
      continue;
    }
    const answer = find(answers, name);
    const value = typed(answers, name);
    if (type === 'file') {
      if (file) files[name] = file;
    } else if (Array.isArray(answer)) {
      if (answer.includes(offered)) fields.push([name, offered]);
    } else if (type !== 'hidden' && (value !== '' || !['radio', 'checkbox'].includes(type))) {
      if (!fields.some(([known]) => known === name)) fields.push([name, value]);
    }
  }
  return person.submit(page, page.path, fields, files);
}

/** The page of one more repetition, if `answers` have one more than those listed on `page`. */
async function nextRepetition(person, page, answers) {
  const add = page.body.match(/kern-btn--secondary" href="(\/antrag\/[^"]*)"/);
  if (!add) return undefined;
  const empty = await person.fetch(unescape(add[1]));
  const repeated = empty.controls(empty.path).find(({ name }) => name.includes('['));
  const item = repeated.name.slice(0, repeated.name.lastIndexOf(']') + 1);
  return find(answers, item) === undefined ? undefined : empty;
}

/** From the first page to the summary; `visit` sees every page that asks, before it is answered. */
export async function fillAll(person, answers, options = {}) {
  const { file, visit, service = dogTax, ars = groede } = options;
  let page = await person.post('/antrag/start', { key: service, ars });
  for (let steps = 0; page.path !== '/antrag/pruefen'; ++steps) {
    if (steps > 80 || page.status !== 200) {
      throw new Error(`stuck at ${page.path} (${page.status}): ${page.between('<h1', '</h1>')}
${[...page.body.matchAll(/<li><a href="#[^"]*">([^<]*)/g)].map((match) => match[1]).join('\n')}`);
    }
    page = (await visit?.(page)) ?? page;
    page = await fill(person, (await nextRepetition(person, page, answers)) ?? page, answers, file);
  }
  return page;
}

export function readSecret(page) {
  return {
    number: page.between('id="nummer">', '<').trim(),
    code: page.between('id="code">', '<').trim(),
  };
}

/** Fetches until the page shows `text`: jobs run beside the requests. */
export async function fetchUntil(person, path, text, seconds = 90) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const page = await person.fetch(path);
    if (page.body.includes(text)) return page;
    if (Date.now() > end) throw new Error(`${path} never showed ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function useAccount(citizen, provider, who) {
  const people = await citizen.fetch(`/anmelden/bei/${provider}?niveau=30&zurueck=%2F`);
  const back = await citizen.submit(people, `/anmelden/demo/${provider}`, { person: who });
  if (!back.body.includes('/abmelden')) throw new Error(`${who} is not signed in (${back.status})`);
}

/** Signs a citizen in at the demo account, on the level that `who` has there. */
export const useDemoAccount = (citizen, who) => useAccount(citizen, 'demo-konto', who);
export const useDemoOrganisation = (citizen, who) => useAccount(citizen, 'demo-organisation', who);

export async function signIn(url, name) {
  const team = new Person(url);
  await team.post('/backoffice/anmelden', { name, password });
  return team;
}

/** Waits until the case stands in the inbox and opens it: [page, address]. */
export async function openCase(team, number) {
  const inbox = await fetchUntil(team, '/backoffice/eingang', number);
  const row = inbox.body.slice(0, inbox.body.indexOf(`>${number}<`));
  const url = row.slice(row.lastIndexOf('/backoffice/vorgang/')).match(/^[^"]*/)[0];
  return [await team.fetch(url), url];
}
