// SPDX-License-Identifier: EUPL-1.2
// A clean Fastify program on PostgreSQL that only inserts one row and one audit row per request:
// what durable submissions are compared with. It checks a bearer token against memory and the types
// of the members by schema, as such a program would, and neither JWEs nor states.
// Usage: node fastify_postgres.mjs POSTGRES_URL; prints its own url, ends with its input.
import { randomUUID } from 'node:crypto';

import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 16 });

await pool.query(`
  CREATE SCHEMA IF NOT EXISTS fastify_peer;
  DROP TABLE IF EXISTS fastify_peer.submissions, fastify_peer.contents, fastify_peer.audit;
  CREATE TABLE fastify_peer.submissions (id uuid PRIMARY KEY, case_id uuid NOT NULL,
    destination_id uuid NOT NULL, service text NOT NULL, created_at timestamptz NOT NULL);
  CREATE TABLE fastify_peer.contents (id uuid PRIMARY KEY, metadata text NOT NULL,
    data text NOT NULL, created_at timestamptz NOT NULL);
  CREATE TABLE fastify_peer.audit (id uuid PRIMARY KEY, subject uuid NOT NULL,
    action text NOT NULL, at timestamptz NOT NULL);
`);

/** One row and its audit row, in one transaction. */
async function insertBoth(row, subject, action) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(row);
    await client.query({
      name: 'audit',
      text: 'INSERT INTO fastify_peer.audit VALUES ($1, $2, $3, now())',
      values: [randomUUID(), subject, action],
    });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const tokens = new Set(['peer-token']);
const app = Fastify({ bodyLimit: 16 * 1024 * 1024 });
app.addHook('onRequest', async (request, reply) => {
  if (!tokens.has((request.headers.authorization ?? '').slice('Bearer '.length))) {
    return reply.code(401).send({ title: 'Unauthorized' });
  }
});

const text = { type: 'string' };
app.post('/v2/submissions', {
  schema: {
    body: {
      type: 'object',
      required: ['destinationId', 'announcedAttachments', 'publicService'],
      properties: {
        destinationId: text,
        announcedAttachments: { type: 'array', items: text },
        publicService: { type: 'object', required: ['identifier'], properties: { identifier: text } },
      },
    },
  },
}, async (request, reply) => {
  const { destinationId, publicService } = request.body;
  const [submissionId, caseId] = [randomUUID(), randomUUID()];
  await insertBoth({
    name: 'announce',
    text: 'INSERT INTO fastify_peer.submissions VALUES ($1, $2, $3, $4, now())',
    values: [submissionId, caseId, destinationId, publicService.identifier],
  }, submissionId, 'create');
  return reply.code(201).send({ destinationId, submissionId, caseId });
});

app.put('/v2/submissions/:id', {
  schema: {
    body: {
      type: 'object',
      required: ['encryptedMetadata', 'encryptedData'],
      properties: { encryptedMetadata: text, encryptedData: text },
    },
  },
}, async (request) => {
  const { encryptedMetadata, encryptedData } = request.body;
  await insertBoth({
    name: 'submit',
    text: 'INSERT INTO fastify_peer.contents VALUES ($1, $2, $3, now())',
    values: [request.params.id, encryptedMetadata, encryptedData],
  }, request.params.id, 'submit');
  return { submissionId: request.params.id };
});

const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ url, token: 'peer-token' })}\n`);
process.stdin.resume();
process.stdin.once('end', async () => {
  await app.close();
  await pool.end();
});
