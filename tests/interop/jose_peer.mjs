// SPDX-License-Identifier: EUPL-1.2
// The other side of src/crypto/jose_interop_test.cpp: opens and checks with the npm package "jose"
// what we made, and makes what we open and check.
// node jose_peer.mjs FILE – reads one JSON request from the file, writes one answer to stdout.
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';

// Debian 12's node 18 has WebCrypto, but not under its global name, where jose looks for it.
globalThis.crypto ??= webcrypto;
const jose = await import('jose');

const request = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const bytes = (text) => new TextEncoder().encode(text);
const text = (buffer) => new TextDecoder().decode(buffer);

// jose checks key_ops by the names of WebCrypto and would refuse wrapKey; FIT-Connect's clients
// strip it in the same way.
const load = ({ key_ops: _, ...jwk }, alg) => jose.importJWK(jwk, alg);

async function open(algorithm, privateJwk, compact) {
  const key = await load(privateJwk, algorithm);
  const { plaintext, protectedHeader } = await jose.compactDecrypt(compact, key);
  return { plaintext: text(plaintext), header: protectedHeader };
}

async function make(algorithm, publicJwk, plaintext) {
  const key = await load(publicJwk, algorithm);
  return new jose.CompactEncrypt(bytes(plaintext))
    .setProtectedHeader({ alg: algorithm, enc: 'A256GCM', kid: publicJwk.kid, cty: 'text/plain' })
    .setKeyManagementParameters(algorithm === 'ECDH-ES' ? { apu: bytes('Alice'), apv: bytes('Bob') } : {})
    .encrypt(key);
}

const { rsa, p256, signing } = request.keys;
const verified = await jose.compactVerify(request.jws, await load(signing.public, 'PS512'));
const answer = {
  opened_rsa: await open('RSA-OAEP-256', rsa.private, request.jwe_rsa),
  opened_p256: await open('ECDH-ES', p256.private, request.jwe_p256),
  verified: { payload: text(verified.payload), header: verified.protectedHeader },
  jwe_rsa: await make('RSA-OAEP-256', rsa.public, request.plaintext),
  jwe_p256: await make('ECDH-ES', p256.public, request.plaintext),
  jws: await new jose.CompactSign(bytes(request.plaintext))
    .setProtectedHeader({ alg: 'PS512', typ: 'secevent+jwt', kid: signing.private.kid })
    .sign(await load(signing.private, 'PS512')),
  // What identity providers sign with, made and checked on our side.
  provider: await Promise.all(request.provider.map(async ({ alg, private: key }) =>
    new jose.CompactSign(bytes(request.plaintext))
      .setProtectedHeader({ alg, kid: key.kid })
      .sign(await load(key, alg)))),
  verified_es256: text((await jose.compactVerify(
    request.jws_es256, await load(request.provider[2].public, 'ES256'))).payload),
  thumbprint_rsa: await jose.calculateJwkThumbprint(rsa.public),
  thumbprint_p256: await jose.calculateJwkThumbprint(p256.public),
};
process.stdout.write(JSON.stringify(answer));
