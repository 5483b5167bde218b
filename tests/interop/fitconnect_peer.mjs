// SPDX-License-Identifier: EUPL-1.2
// A sender and a subscriber of FIT-Connect with the npm package "jose" and nothing of ours, to see
// that Gordion's sides of the same talk are understood by somebody else.
// node fitconnect_peer.mjs send|receive FILE – FILE holds origin, destination, service, schema and,
// for receive, the private keys. Writes one JSON object to stdout.
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';

// Debian 12's node 18 has WebCrypto, but not under its global name, where jose looks for it.
globalThis.crypto ??= webcrypto;
const jose = await import('jose');

const [mode, file] = process.argv.slice(2);
const config = JSON.parse(readFileSync(file, 'utf8'));
const bytes = (text) => new TextEncoder().encode(text);
const text = (buffer) => new TextDecoder().decode(buffer);
const sha512 = (content) => ({ type: 'sha512', content: createHash('sha512').update(content).digest('hex') });
const tag = (jwe) => jwe.split('.')[4];
// jose knows key_ops by the names of WebCrypto and would refuse wrapKey; clients strip them.
const load = ({ key_ops: _, use: __, x5c: ___, ...jwk }, alg) => jose.importJWK(jwk, alg);
const submissionApi = `${config.origin}/submission-api/v2`;

const tokenAnswer = await fetch(`${config.origin}/token`, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: config.client_id ?? 'client',
    client_secret: config.client_secret ?? 'secret',
  }),
});
const { access_token: token } = await tokenAnswer.json();

async function call(method, path, body, type = 'application/json') {
  const answer = await fetch(submissionApi + path, {
    method,
    body,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': type } : {}) },
  });
  const content = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${content}`);
  return content.startsWith('{') ? JSON.parse(content) : content;
}

async function send() {
  const destination = await call('GET', `/destinations/${config.destination}`);
  const jwk = await call('GET', `/destinations/${config.destination}/keys/${destination.encryptionKid}`);
  const key = await load(jwk, 'RSA-OAEP-256');
  const encrypt = (content, cty) => new jose.CompactEncrypt(bytes(content))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: jwk.kid, cty })
    .encrypt(key);
  const attachmentId = randomUUID();
  const data = JSON.stringify({ name: 'Bello', race: 'Dackel' });
  const attachment = 'the bytes of a file';
  const metadata = JSON.stringify({
    $schema: 'https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json',
    contentStructure: {
      data: { hash: sha512(data), submissionSchema: { schemaUri: config.schema, mimeType: 'application/json' } },
      attachments: [{ attachmentId, purpose: 'attachment', mimeType: 'text/plain', filename: 'a.txt', hash: sha512(attachment) }],
    },
  });
  const announced = await call('POST', '/submissions', JSON.stringify({
    destinationId: config.destination,
    announcedAttachments: [attachmentId],
    publicService: { identifier: config.service, name: 'Hund' },
  }));
  await call('PUT', `/submissions/${announced.submissionId}/attachments/${attachmentId}`,
    await encrypt(attachment, 'text/plain'), 'application/jose');
  await call('PUT', `/submissions/${announced.submissionId}`, JSON.stringify({
    encryptedMetadata: await encrypt(metadata, 'application/json'),
    encryptedData: await encrypt(data, 'application/json'),
  }));
  return announced;
}

async function receive() {
  const decryption = await load(config.decryption_key, 'RSA-OAEP-256');
  const open = async (jwe) => text((await jose.compactDecrypt(jwe, decryption)).plaintext);
  const { submissions } = await call('GET', `/submissions?destinationId=${config.destination}&offset=0&limit=100`);
  const taken = [];
  for (const { submissionId, caseId } of submissions) {
    const submission = await call('GET', `/submissions/${submissionId}`);
    const metadata = JSON.parse(await open(submission.encryptedMetadata));
    const data = await open(submission.encryptedData);
    const attachments = {};
    const tags = {};
    for (const described of metadata.contentStructure.attachments) {
      const jwe = await call('GET', `/submissions/${submissionId}/attachments/${described.attachmentId}`);
      tags[described.attachmentId] = tag(jwe);
      attachments[described.filename] = await open(jwe);
      if (sha512(attachments[described.filename]).content !== described.hash.content) throw new Error('hash');
    }
    if (sha512(data).content !== metadata.contentStructure.data.hash.content) throw new Error('hash');
    // The service's own event, proved by its key set.
    const { eventLog } = await call('GET', `/cases/${caseId}/events?offset=0&limit=100`);
    const { keys } = await (await fetch(`${config.origin}/submission-api/.well-known/jwks.json`)).json();
    const events = [];
    for (const token of eventLog) {
      const { kid } = jose.decodeProtectedHeader(token);
      const proved = await jose.compactVerify(token, await load(keys.find((one) => one.kid === kid), 'PS512'));
      events.push(JSON.parse(text(proved.payload)));
    }
    const submit = events.find((one) => Object.keys(one.events)[0].endsWith('/submit-submission'));
    const authenticationTags = {
      metadata: tag(submission.encryptedMetadata), data: tag(submission.encryptedData), attachments: tags,
    };
    const published = Object.values(submit.events)[0].authenticationTags;
    if (JSON.stringify(published.attachments) !== JSON.stringify(tags) || published.data !== authenticationTags.data) {
      throw new Error('tags');
    }
    const answer = await new jose.CompactSign(bytes(JSON.stringify({
      $schema: submit.$schema,
      jti: randomUUID(),
      iss: config.destination,
      iat: Math.max(submit.iat, config.now ?? 0),
      sub: `submission:${submissionId}`,
      txn: `case:${caseId}`,
      events: { 'https://schema.fitko.de/fit-connect/events/accept-submission': { authenticationTags } },
    }))).setProtectedHeader({ alg: 'PS512', typ: 'secevent+jwt', kid: config.signing_key.kid })
      .sign(await load(config.signing_key, 'PS512'));
    await call('POST', `/cases/${caseId}/events`, answer, 'application/jose');
    taken.push({ submissionId, data: JSON.parse(data), attachments });
  }
  return { taken };
}

process.stdout.write(JSON.stringify(await (mode === 'send' ? send() : receive())));
