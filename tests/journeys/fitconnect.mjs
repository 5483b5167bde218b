// SPDX-License-Identifier: EUPL-1.2
// A delivery server of FIT-Connect in a process of its own, and clients of it that make their JWEs
// and event tokens with the npm package "jose", as a vendor would.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, randomUUID, webcrypto } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as walk from './support.mjs';

// Debian 12's node 18 has WebCrypto, but not under its global name, where jose looks for it.
globalThis.crypto ??= webcrypto;
const jose = await import('jose');

export const service = 'urn:de:fim:leika:leistung:99102013104000';
const tenant = '010545459';
const events = 'https://schema.fitko.de/fit-connect/events/';
const bytes = (text) => new TextEncoder().encode(text);
export const tagOf = (jwe) => jwe.split('.')[4];

/** A folder with a database and a configuration that has the delivery server; nothing runs on it. */
export async function prepare({ database, settings = '', publicUrl = 'https://zustelldienst.example' } = {}) {
  const folder = walk.makeFolder();
  const file = join(folder, 'gordion.toml');
  const data = join(folder, 'data');
  writeFileSync(file, [
    database ? `database = "${database}"` : '',
    `data_folder = "${data}"`,
    'workers = 4',
    '[fitconnect_server]',
    `public_url = "${publicUrl}"`,
    'rate_limit = 1000000',
    settings,
  ].join('\n'));
  const place = { file, data, words: [`--config=${file}`, `--data=${data}`] };
  await run(place, 'db', 'migrate');
  return place;
}

async function run(place, ...words) {
  const done = await walk.gordion(...words, ...place.words);
  assert.equal(done.status, 0, done.out + done.err);
  return done.out;
}

export function start(place) {
  return walk.serve(place.data, { words: ['serve', `--config=${place.file}`] });
}

/** A new client with these scopes, and further options ("--…"): { client_id, client_secret }. */
export async function addClient(place, name, ...scopes) {
  const words = scopes.map((scope) => (scope.startsWith('--') ? scope : `--scope=${scope}`));
  return JSON.parse(await run(place, 'client', 'add', `--tenant=${tenant}`, `--name=${name}`, ...words,
    '--json'));
}

/** An RSA-4096 key with a certificate of its own: { private, public } as JWK. */
export function makeKey(use) {
  const folder = walk.makeFolder();
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:4096', '-nodes', '-days', '30', '-keyout',
    key, '-out', certificate, '-subj', '/CN=Gordion journey'], { stdio: 'ignore' });
  const jwk = createPrivateKey(readFileSync(key)).export({ format: 'jwk' });
  const chain = readFileSync(certificate, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const more = use === 'enc' ? { alg: 'RSA-OAEP-256', key_ops: ['wrapKey'] } : { alg: 'PS512', key_ops: ['verify'] };
  const kid = randomUUID();
  return {
    kid,
    private: { ...jwk, kid },
    public: { kty: 'RSA', n: jwk.n, e: jwk.e, kid, use, ...more, x5c: [chain] },
  };
}

const load = ({ kty, n, e, d, p, q, dp, dq, qi }, alg) => jose.importJWK({ kty, n, e, d, p, q, dp, dq, qi }, alg);

export async function encrypt(content, key, cty = 'application/json') {
  return new jose.CompactEncrypt(bytes(content))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: key.kid, cty })
    .encrypt(await load(key.public, 'RSA-OAEP-256'));
}

/** What a subscriber (or, of replies, a sender) says: accept, reject. */
export async function signEvent(verb, { subject, caseId, issuer, key, content, changes = {} }) {
  return new jose.CompactSign(bytes(JSON.stringify({
    $schema: 'https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json',
    jti: randomUUID(),
    iss: issuer,
    iat: Math.floor(Date.now() / 1000),
    sub: subject,
    txn: `case:${caseId}`,
    events: { [events + verb]: content },
    ...changes,
  }))).setProtectedHeader({ alg: 'PS512', typ: 'secevent+jwt', kid: key.kid })
    .sign(await load(key.private, 'PS512'));
}

/** What an event log says, after every signature was proved: [{ verb, subject }]. */
export async function readEvents(log, keySet) {
  const prove = jose.createLocalJWKSet({ keys: keySet.keys.map(({ key_ops: _, x5c: __, ...jwk }) => jwk) });
  const said = [];
  for (const token of log) {
    const proved = await jose.compactVerify(token, prove);
    const claims = JSON.parse(new TextDecoder().decode(proved.payload));
    said.push({ verb: Object.keys(claims.events)[0].slice(events.length), subject: claims.sub });
  }
  return said;
}

export async function readLog(log, keySet) {
  return (await readEvents(log, keySet)).map(({ verb }) => verb);
}

export async function fetchToken(url, { client_id, client_secret }) {
  const answer = await fetch(`${url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),
  });
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  return body.access_token;
}

/** One call: { status, headers, body }, the body parsed where it is JSON. */
export async function call(url, method, path, { token, json, body, type, headers } = {}) {
  const content = json === undefined ? body : JSON.stringify(json);
  const answer = await fetch(url + path, {
    method,
    body: content,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(content !== undefined && { 'Content-Type': type ?? 'application/json' }),
      ...headers,
    },
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('Content-Type') ?? '');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

/** As v1 creates it. */
export function newDestination(encryption, signature, services) {
  return {
    contactInformation: { legalName: 'Amt Pellworm', address: 'Uthlandestraße 2', phone: '+49', email: 'amt@example.org' },
    services: services ?? [{
      identifier: service,
      regions: ['DE01'],
      submissionSchemas: [{ schemaUri: 'https://schema.example/hund.json', mimeType: 'application/json' }],
    }],
    encryptionKid: encryption.kid,
    encryptionPublicKey: encryption.public,
    signingPublicKey: signature.public,
    metadataVersions: ['1.0.0', '2.1.0'],
    replyChannels: { eMail: { usePgp: false } },
  };
}

// Making one takes seconds, and nobody minds if two destinations have the same.
const keys = new Map();
const keyFor = (use) => keys.get(use) ?? keys.set(use, makeKey(use)).get(use);

/** An active destination, and who sends to it and fetches from it; needs a running server. */
export async function furnish(place, url, sendScopes = ['send:region:DE'], services) {
  const [encryption, signature] = [keyFor('enc'), keyFor('sig')];
  const manager = await addClient(place, 'Verwaltung', 'create:destination',
    'https://schema.fitko.de/fit-connect/oauth/scopes/manage-destinations');
  const token = await fetchToken(url, manager);
  const made = await call(url, 'POST', '/destination-api/v1/destinations', {
    token, json: newDestination(encryption, signature, services) });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const destination = made.body.destinationId;
  const active = await call(url, 'PATCH', `/destination-api/v1/destinations/${destination}`, {
    token, json: { status: 'active' } });
  assert.equal(active.status, 200, JSON.stringify(active.body));
  const sender = await addClient(place, 'Onlinedienst', ...sendScopes);
  const subscriber = await addClient(place, 'Fachverfahren', `subscribe:destination:${destination}`);
  return { destination, encryption, signature, manager, sender, subscriber };
}
