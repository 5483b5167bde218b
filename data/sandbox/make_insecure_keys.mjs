// SPDX-License-Identifier: EUPL-1.2
// Makes insecure-test-keys.json: keys that everybody has, for the sandbox alone. They are checked
// in because RSA keys of 4096 bit cannot be made while somebody waits, and so that configurations
// that name them stay valid. It keeps those that are there; take out what shall be replaced.
// node make_insecure_keys.mjs
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const keys = [
    { name: 'events', use: 'sign' },
    { name: 'portal', use: 'sign' },
    { name: 'encryption-1', use: 'encrypt' },
    { name: 'signature-1', use: 'sign' },
    { name: 'encryption-2', use: 'encrypt' },
    { name: 'signature-2', use: 'sign' },
    { name: 'reply', use: 'encrypt' },
    { name: 'sender', use: 'sign' },
];

const file = new URL('insecure-test-keys.json', import.meta.url);
const there = new Map(JSON.parse(readFileSync(file)).keys.map((key) => [key.name, key]));

const folder = mkdtempSync(join(tmpdir(), 'insecure-keys-'));
const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });

// Self-signed, with the dates given; `openssl ca` is the one command that takes both.
function certificate(name, begin, end) {
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'serial'), '01\n');
    writeFileSync(join(folder, 'ca.cnf'), [
        '[ca]', 'default_ca = own', '[own]', 'database = index.txt', 'serial = serial',
        'new_certs_dir = .', 'default_md = sha512', 'policy = any', 'x509_extensions = leaf',
        'unique_subject = no', '[any]', 'commonName = supplied', '[leaf]',
        'keyUsage = digitalSignature, keyEncipherment', 'basicConstraints = CA:FALSE', '',
    ].join('\n'));
    openssl('req', '-new', '-key', `${name}.pem`, '-subj', `/CN=INSECURE sandbox ${name}`,
        '-out', 'request.pem');
    openssl('ca', '-config', 'ca.cnf', '-selfsign', '-batch', '-notext', '-keyfile', `${name}.pem`,
        '-in', 'request.pem', '-startdate', begin, '-enddate', end, '-out', 'certificate.pem');
    return openssl('x509', '-in', 'certificate.pem', '-outform', 'DER').toString('base64');
}

const made = keys.map(({ name, use }) => {
    if (there.has(name)) return there.get(name);
    openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:4096', '-out',
        `${name}.pem`);
    const pem = openssl('pkey', '-in', `${name}.pem`).toString();
    const jwk = createPrivateKey(pem).export({ format: 'jwk' });
    return {
        name,
        jwk: {
            kty: jwk.kty,
            kid: `insecure-sandbox-${name}`,
            alg: use === 'sign' ? 'PS512' : 'RSA-OAEP-256',
            key_ops: [use === 'sign' ? 'sign' : 'unwrapKey'],
            n: jwk.n, e: jwk.e, d: jwk.d, p: jwk.p, q: jwk.q, dp: jwk.dp, dq: jwk.dq, qi: jwk.qi,
        },
        certificate: certificate(name, '20250101000000Z', '20491231235959Z'),
        expired_certificate: certificate(name, '20200101000000Z', '20201231235959Z'),
    };
});
rmSync(folder, { recursive: true });
writeFileSync(file, JSON.stringify({
    warning: 'INSECURE: these private keys are published. They protect nothing.', keys: made,
}, null, 2) + '\n');
