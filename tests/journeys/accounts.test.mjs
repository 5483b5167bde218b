// SPDX-License-Identifier: EUPL-1.2
// Signing in with a real provider of OpenID Connect (npm oidc-provider), over HTTP, with a service
// for which one must be signed in: there and back, and everything that can be wrong on the way.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startAccountTown } from '../support/account_town.mjs';
import * as oidc from '../support/oidc_provider.mjs';
import * as walk from './support.mjs';

const skip = walk.skip || oidc.skip;
const service = `/leistung/${walk.dogTax}/${walk.groede}`;
const question = '/antrag/halter';

let provider;
let gordion;

before(async () => {
  if (!skip) ({ gordion, provider } = await startAccountTown());
});

after(async () => {
  await provider?.stop();
  walk.cleanUp();
});

/** A browser that crosses from one site to the other; cookies stay where they belong. */
class Traveller {
  constructor() {
    this.jars = new Map();
  }

  /** Follows redirects until `stop` says so; returns status, address and text of where it ends. */
  async go(url, { form, stop = () => false } = {}) {
    for (let steps = 0; steps < 15; ++steps) {
      const jar = this.#jar(url);
      const response = await fetch(url, {
        redirect: 'manual',
        method: form ? 'POST' : 'GET',
        body: form && new URLSearchParams(form),
        headers: { Cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
        if (value) jar.set(name, value);
        else jar.delete(name);
      }
      const text = await response.text();
      const location = response.headers.get('Location');
      if (!location) return { status: response.status, url, text };
      url = new URL(location, url).href;
      form = undefined;
      if (stop(url)) return { status: response.status, url, text };
    }
    throw new Error(`too many redirects, last to ${url}`);
  }

  #jar(url) {
    const { origin } = new URL(url);
    if (!this.jars.has(origin)) this.jars.set(origin, new Map());
    return this.jars.get(origin);
  }

  ours(path, options) {
    return this.go(gordion.url + path, options);
  }

  signInPage(back = question) {
    return this.ours(`/anmelden/bei/konto?niveau=30&zurueck=${encodeURIComponent(back)}`);
  }

  /** Signs in and comes back; `stop` can hold the answer of the provider back. */
  async signIn(person, { back, stop } = {}) {
    this.jars.delete(provider.issuer); // else the provider remembers and asks nothing
    const page = await this.signInPage(back);
    assert.match(page.text, /<h1>Testkonto<\/h1>/, page.text.replace(/[^]*<body>/, ""));
    return this.go(page.url, { form: { person }, stop });
  }

  start() {
    return this.ours('/antrag/start', { form: { key: walk.dogTax, ars: walk.groede } });
  }

  async isSignedIn() {
    return (await this.ours('/')).text.includes('/abmelden');
  }
}

const isAnswer = (url) => url.includes('/anmelden/zurueck/');

test('a service above level 10 asks for an account, and the provider gives one', { skip }, async () => {
  const person = new Traveller();
  const refused = await person.start();
  assert.equal(refused.status, 401);
  assert.match(refused.text, /Für diesen Antrag müssen Sie sich anmelden/);
  assert.match(refused.text, /\/anmelden\/bei\/konto\?niveau=30/);

  const back = await person.signIn('erika', { back: service });
  assert.equal(back.status, 200);
  assert.equal(back.url, gordion.url + service);
  assert.match(back.text, /Angemeldet: <strong>Erika Mustermann<\/strong>/);
  const begun = await person.start();
  assert.equal(begun.url, gordion.url + question);
});

test('the draft goes on where the account ended', { skip }, async () => {
  const person = new Traveller();
  await person.signIn('erika', { back: service });
  await person.start();
  person.jars.get(gordion.url).delete('gordion_konto');
  const refused = await person.ours(question);
  assert.equal(refused.status, 401);
  assert.match(refused.text, /bleibt gespeichert/);
  const back = await person.signIn('erika');
  assert.equal(back.url, gordion.url + question);
  assert.equal(back.status, 200);
});

test('a level that is too low is said, and the other means are offered', { skip }, async () => {
  const person = new Traveller();
  const back = await person.signIn('max', { back: service });
  assert.match(back.text, /Nötig ist Vertrauensniveau 30, diese Anmeldung hat 10/);
  const refused = await person.start();
  assert.equal(refused.status, 403);
  assert.match(refused.text, /\/anmelden\/bei\/konto\?niveau=30/);
});

test('who turns back at the provider reads that nothing happened', { skip }, async () => {
  const person = new Traveller();
  const back = await person.signIn('');
  assert.equal(back.status, 422);
  assert.match(back.text, /abgebrochen/);
  assert.equal(await person.isSignedIn(), false);
});

test('an answer is good for one browser, one sign-in and one time', { skip }, async () => {
  const person = new Traveller();
  const held = await person.signIn('erika', { stop: isAnswer });
  const stranger = new Traveller();
  assert.equal((await stranger.go(held.url)).status, 403);
  assert.equal(await stranger.isSignedIn(), false);

  const answer = new URL(held.url);
  answer.searchParams.set('state', 'guessed');
  const wrongState = await person.go(answer.href);
  assert.equal(wrongState.status, 403);
  assert.match(wrongState.text, /identity\.sign_in_state/);
  assert.equal((await person.go(held.url)).status, 403, 'the try is used up');

  const again = await person.signIn('erika', { stop: isAnswer });
  assert.equal((await person.go(again.url)).url, gordion.url + question);
  assert.match((await person.go(again.url)).text, /identity\.sign_in_gone/);
});

test('a code that was used is refused by the provider', { skip }, async () => {
  const person = new Traveller();
  const first = await person.signIn('erika', { stop: isAnswer });
  await person.go(first.url);
  const second = await person.signIn('erika', { stop: isAnswer });
  const replayed = new URL(second.url);
  replayed.searchParams.set('code', new URL(first.url).searchParams.get('code'));
  const refused = await person.go(replayed.href);
  assert.equal(refused.status, 403);
  assert.match(refused.text, /identity\.account_code/);
});

const now = () => Math.floor(Date.now() / 1000);
const forgeries = {
  'another nonce': [{ claims: { nonce: 'x'.repeat(43) } }, 'identity.id_token_nonce'],
  'another audience': [{ claims: { aud: 'another' } }, 'identity.id_token_audience'],
  'two audiences': [{ claims: { aud: [oidc.clientId, 'another'] } }, 'identity.id_token_audience'],
  'another issuer': [{ claims: { iss: 'https://evil.example' } }, 'identity.id_token_issuer'],
  'an expired token': [{ claims: { exp: now() - 3600 } }, 'identity.id_token_expired'],
  'a token of tomorrow': [{ claims: { iat: now() + 86400, exp: now() + 90000 } }, 'identity.id_token_time'],
  'an unknown key': [{ header: { kid: 'unknown' } }, 'identity.id_token_key'],
  'the key of somebody else': [{ signWith: oidc.skip ? {} : oidc.otherKey() }, 'identity.id_token_signature'],
  'an algorithm that is not accepted': [{ header: { alg: 'RS512' } }, 'identity.id_token_algorithm'],
  'no signature': [undefined, 'identity.id_token_algorithm'],
};

for (const [name, [change, code]] of Object.entries(forgeries)) {
  test(`${name} signs nobody in`, { skip }, async () => {
    const person = new Traveller();
    provider.forge = async (answer, key) =>
      change ? oidc.signAgain(answer, key, change) : oidc.unsign(answer);
    const refused = await person.signIn('erika');
    provider.forge = undefined;
    assert.equal(refused.status, 403);
    assert.ok(refused.text.includes(code), refused.text.match(/identity\.\w+/)?.[0]);
    assert.equal(await person.isSignedIn(), false);
    assert.equal((await person.signIn('erika')).url, gordion.url + question, 'once more, honestly');
  });
}

test('signing out ends the account and what was open', { skip }, async () => {
  const person = new Traveller();
  await person.signIn('erika', { back: service });
  await person.start();
  const page = await person.ours(question);
  const token = page.text.match(/action="\/abmelden"><input type="hidden" name="_csrf" value="([^"]+)/)[1];
  const out = await person.ours('/abmelden', { form: { _csrf: token } });
  assert.match(out.text, /Sie sind abgemeldet/);
  assert.equal(await person.isSignedIn(), false);
  assert.equal((await person.ours(question)).status, 401);
});

test('a draft opens from the list of its account, and from no other', { skip }, async () => {
  const first = new Traveller();
  await first.signIn('erika', { back: service });
  await first.start();
  const own = '/meine-vorgaenge';
  const [, entry] = (await first.ours(own)).text.match(/name="entry" value="([0-9a-f]{64})"/);
  const open = async (person) => {
    const { text } = await person.ours(own);
    const [, token] = text.match(/name="_csrf" value="([^"]+)"/);
    return person.ours(`${own}/oeffnen`, { form: { _csrf: token, entry } });
  };

  const stranger = new Traveller();
  await stranger.signIn('max', { back: own });
  const list = await stranger.ours(own);
  assert.equal(list.status, 200);
  assert.ok(!list.text.includes('name="entry"'), 'the list of another account is empty');
  assert.equal((await open(stranger)).status, 404);

  const second = new Traveller();
  const back = await second.signIn('erika', { back: own });
  assert.equal(back.url, gordion.url + own);
  assert.ok(back.text.includes(entry));
  assert.equal((await open(second)).url, gordion.url + question);
});

test('nothing about people is logged', { skip }, async () => {
  const log = readFileSync(gordion.log, 'utf8');
  assert.match(log, /account\.sign_in_failed/);
  for (const word of ['Erika', 'Mustermann', 'erika', '1964-08-12', '12.08.1964', 'id_token"', oidc.clientSecret]) {
    assert.ok(!log.includes(word), `${word} is in the log`);
  }
});

test('a provider that is down loses nothing of the draft', { skip }, async () => {
  const person = new Traveller();
  await person.signIn('erika', { back: service });
  await person.start();
  const page = await person.ours(question);
  const typed = { 'G99000000001.F99000000001': 'Erika', 'G99000000001.F99000000002': 'Mustermann' };
  const token = page.text.match(/action="\/antrag\/halter"[^]*?name="_csrf" value="([^"]+)/)[1];
  const state = page.text.match(/name="_state" value="([^"]+)/)[1];
  const saved = await person.ours(question, {
    form: { _csrf: token, _state: state, ...typed,
      'G99000000001.F99000000003.day': '12', 'G99000000001.F99000000003.month': '8',
      'G99000000001.F99000000003.year': '1964', 'G99000000001.F99000000004': '',
      'G99000000001.F99000000005': '' },
  });
  assert.equal(saved.url, `${gordion.url}/antrag/anschrift`);
  const { port, jwks } = provider;
  const held = await person.signIn('erika', { stop: isAnswer });
  await provider.stop();
  const failed = await person.go(held.url);
  assert.equal(failed.status, 503);
  assert.match(failed.text, /antwortet zurzeit nicht/);
  assert.match(failed.text, /bleibt gespeichert/);
  assert.match((await person.ours(question)).text, /value="Mustermann"/);

  provider = await oidc.startProvider({
    redirectUri: `${gordion.url}/anmelden/zurueck/konto`, port, jwks,
  });
  // It is left in peace for a moment; then it is asked again.
  const end = Date.now() + 60_000;
  let back = await person.signIn('erika');
  while (back.status === 503 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    back = await person.signIn('erika');
  }
  assert.equal(back.url, gordion.url + question);
});
