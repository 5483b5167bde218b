// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound on input, queues, loops over foreign data and retries, in one place.
namespace gordion::limits {

// HTTP
inline constexpr std::size_t http_header_bytes = 16 * 1024;
inline constexpr std::size_t http_body_bytes = 1024 * 1024;         ///< forms and JSON
inline constexpr std::size_t http_upload_bytes = 12 * 1024 * 1024;  ///< pages with a file field
inline constexpr std::size_t http_piece_bytes = 256 * 1024;  ///< of a streamed body, in memory
inline constexpr std::uint64_t http_streams = 64;
inline constexpr std::uint64_t http_stream_bytes = 64ULL * 1024 * 1024 * 1024;
inline constexpr std::uint64_t http_sending_streams = 128;
inline constexpr std::int64_t http_header_timeout_ms = 15'000;
inline constexpr std::int64_t http_body_timeout_ms = 60'000;
inline constexpr std::int64_t http_idle_timeout_ms = 60'000;
inline constexpr std::int64_t http_request_timeout_ms = 30'000;
inline constexpr std::size_t http_queue_length = 1024;
inline constexpr std::size_t http_connections = 10'000;

// Foreign documents
inline constexpr std::size_t json_bytes = 16 * 1024 * 1024;
inline constexpr std::size_t json_depth = 64;
inline constexpr std::size_t json_schema_nodes = 200'000;  ///< schemas in all documents of one
inline constexpr std::size_t json_schema_documents = 100;
inline constexpr std::size_t json_schema_patterns = 1'000;           ///< that differ
inline constexpr std::size_t json_schema_pattern_steps = 4'000'000;  ///< of all their programs
inline constexpr std::size_t json_schema_depth = 400;                ///< schemas around one value
inline constexpr std::size_t json_schema_steps = 20'000'000;  ///< in one judgement: about a second
inline constexpr std::size_t json_schema_findings = 100;      ///< of one judgement
inline constexpr std::size_t xml_bytes = 64 * 1024 * 1024;
inline constexpr std::size_t xml_depth = 64;
inline constexpr std::size_t csv_bytes = 256 * 1024 * 1024;
inline constexpr std::size_t toml_bytes = 1024 * 1024;
inline constexpr std::size_t template_bytes = 1024 * 1024;
inline constexpr std::size_t template_depth = 32;
inline constexpr std::size_t template_steps = 10'000'000;  ///< tags and texts in one rendering
inline constexpr std::size_t template_output_bytes = 16 * 1024 * 1024;
inline constexpr std::size_t directory_bytes = 64 * 1024 * 1024;  ///< GV100AD
inline constexpr std::size_t package_bytes = 32 * 1024 * 1024;    ///< one package, all files
inline constexpr std::size_t package_files = 200;
inline constexpr std::size_t handling_entries = 50;  ///< copies, conditions, consultations each
inline constexpr std::size_t findings = 1000;        ///< then one "and more"

// Transfer messages of XZuFi, which are read as a stream
inline constexpr std::size_t xzufi_file_bytes = 2048ULL * 1024 * 1024;
inline constexpr std::size_t xzufi_object_bytes = 4 * 1024 * 1024;  ///< one object as in memory
inline constexpr std::size_t xzufi_head_bytes = 64 * 1024;
inline constexpr std::size_t xzufi_objects = 1'000'000;  ///< in one message
inline constexpr std::size_t xzufi_identity_bytes = 250;
inline constexpr std::size_t xzufi_batch_objects = 500;  ///< in one transaction
inline constexpr std::size_t xzufi_batch_bytes = 2 * 1024 * 1024;
inline constexpr std::size_t xzufi_matches = 500;  ///< entries that one question looks at
inline constexpr std::size_t xzufi_match_bytes = 32 * 1024 * 1024;  ///< and at their contents
inline constexpr std::size_t xzufi_index_bytes = 1024 * 1024;       ///< index.txt
inline constexpr std::size_t xzufi_index_files = 10'000;

// Forms
inline constexpr std::size_t form_repetitions = 50;  ///< of one group, where the schema says *
inline constexpr std::size_t form_fields = 2000;     ///< in one posted page
inline constexpr std::size_t form_text_characters = 20'000;
inline constexpr std::size_t upload_files_per_draft = 100;
inline constexpr std::size_t upload_file_bytes = 10 * 1024 * 1024;

// Forms that are only looked at, in memory
inline constexpr std::size_t preview_visitors = 500;
inline constexpr std::size_t preview_bytes = 64 * 1024 * 1024;          ///< of all visitors
inline constexpr std::size_t preview_visitor_bytes = 20 * 1024 * 1024;  ///< files of one form
inline constexpr std::int64_t preview_idle_ms = 2LL * 3600 * 1000;

// Expressions of foreign rules (JsonLogic) and data schemas
inline constexpr std::size_t logic_depth = 40;
inline constexpr std::size_t logic_nodes = 5'000;              ///< in one expression
inline constexpr std::size_t logic_steps = 200'000;            ///< in one evaluation
inline constexpr std::size_t logic_bytes = 1024 * 1024;        ///< one text or list while running
inline constexpr std::size_t schema_elements = 50'000;         ///< positions of one schema
inline constexpr std::size_t schema_bytes = 96 * 1024 * 1024;  ///< its objects, without texts
inline constexpr std::size_t freitext_bytes = 20'000;          ///< one rule written in German
inline constexpr std::size_t freitext_statements = 200;        ///< in one such rule
inline constexpr std::size_t freitext_depth = 16;              ///< of its brackets
inline constexpr std::size_t code_list_rows = 100'000;
inline constexpr std::size_t code_list_columns = 100;
inline constexpr std::size_t code_list_cells = 2'000'000;
inline constexpr std::size_t code_list_row_bytes = 1024 * 1024;    ///< the texts of one row
inline constexpr std::size_t code_list_piece_bytes = 1024 * 1024;  ///< rows stored together

// Back office
inline constexpr std::size_t consultation_text_bytes = 20'000;  ///< a question, a statement
inline constexpr std::size_t consultations_per_case = 20;

inline constexpr std::size_t tenant_characters = 60;  ///< in the id of a tenant

// Secrets
inline constexpr std::size_t jose_bytes = 64 * 1024 * 1024;  ///< one JWE or JWS
inline constexpr std::size_t jose_plaintext_bytes =
    47 * 1024 * 1024;  ///< what fits into jose_bytes
inline constexpr std::size_t jose_header_bytes = 8 * 1024;
inline constexpr int code_attempts = 5;
inline constexpr std::int64_t code_lock_ms = 15LL * 60 * 1000;
inline constexpr std::int64_t draft_lifetime_ms = 30LL * 24 * 3600 * 1000;
inline constexpr std::int64_t session_idle_ms = 60LL * 60 * 1000;
inline constexpr std::int64_t session_lifetime_ms = 12LL * 3600 * 1000;

// Accounts of citizens and organisations, and their providers
inline constexpr std::int64_t sign_in_ms = 30LL * 60 * 1000;  ///< from leaving to coming back
inline constexpr std::int64_t clock_skew_ms = 60'000;
inline constexpr std::int64_t id_token_age_ms = 10LL * 60 * 1000;
inline constexpr std::size_t id_token_bytes = 64 * 1024;
inline constexpr std::size_t key_set_keys = 50;
inline constexpr std::size_t account_attribute_bytes = 400;
inline constexpr std::size_t account_matters = 200;  ///< shown of one account's list
inline constexpr std::int64_t account_matter_lifetime_ms = 3LL * 365 * 24 * 3600 * 1000;
inline constexpr std::int64_t provider_timeout_ms = 5'000;  ///< one question to a provider
inline constexpr std::size_t provider_answer_bytes = 256 * 1024;
inline constexpr std::int64_t provider_cache_ms = 60LL * 60 * 1000;
inline constexpr std::int64_t provider_refetch_ms = 60'000;
inline constexpr std::int64_t provider_pause_ms = 10'000;

// FIT-Connect
inline constexpr std::int64_t callback_age_ms = 5LL * 60 * 1000;
inline constexpr std::size_t destination_services = 500;
inline constexpr std::size_t destination_keys = 100;      ///< old ones stay readable
inline constexpr std::size_t fitconnect_cached = 20'000;  ///< clients, destinations in memory each
inline constexpr std::size_t destination_list_entries = 12'000;  ///< regions, schemas of a service
inline constexpr std::size_t event_tokens_recent = 4'096;  ///< kept in memory besides the database
inline constexpr std::size_t events_remembered = 20'000;   ///< to be signed ahead
inline constexpr std::int64_t event_skew_ms = 5LL * 60 * 1000;  ///< of the clock of who posts one
inline constexpr std::size_t event_token_bytes = 256 * 1024;
inline constexpr std::size_t jwe_header_bytes = 16 * 1024;
inline constexpr std::size_t jwe_header_kid = 64;
inline constexpr std::size_t transmission_json_bytes = 16 * 1024 * 1024;  ///< metadata and data
inline constexpr std::size_t announced_attachments = 10'000;  ///< before repeated ones are one
inline constexpr std::int64_t fitconnect_page = 500;
inline constexpr std::size_t fitconnect_noted = 20'000;  ///< destinations that want calls or not
inline constexpr std::int64_t transmissions_due = 100;   ///< in one look at ended periods

// Client of FIT-Connect
inline constexpr std::int64_t outcome_days = 30;  ///< how long a receiver's answer is asked for
inline constexpr std::int64_t fitconnect_wait_ms = 10'000;  ///< within one call; else a job waits
inline constexpr std::int64_t fitconnect_retry_after_s = 24LL * 3600;  ///< what a server may ask
inline constexpr std::int64_t fitconnect_upload_ms = 3'600'000;        ///< one attachment
inline constexpr std::int64_t fitconnect_stall_s = 60;
inline constexpr std::size_t fitconnect_page_items = 500;
inline constexpr std::size_t fitconnect_list_items = 10'000;
inline constexpr std::size_t fitconnect_case_events = 10'000;
inline constexpr std::size_t fitconnect_attachments = 100;
inline constexpr std::size_t fitconnect_errors = 20;  ///< that one round reports
inline constexpr std::size_t fitconnect_submission_bytes = 130 * 1024 * 1024;

// Trace of the delivery server, and the sandbox
inline constexpr std::size_t trace_text_bytes = 600;  ///< of one text in a traced call
inline constexpr std::size_t trace_waiting = 2'000;   ///< calls not written yet
inline constexpr std::int64_t trace_calls = 20'000;   ///< kept; older ones are dropped
inline constexpr std::int64_t trace_age_ms = 14LL * 24 * 3600 * 1000;
inline constexpr std::size_t trace_list = 1'000;  ///< calls of one answer
inline constexpr std::int64_t switch_delay_ms = 60'000;
inline constexpr std::size_t sandbox_known = 20'000;  ///< submissions whose destination is known

// Storage and jobs
inline constexpr std::size_t group_commit_transactions = 256;
inline constexpr int job_attempts = 12;
inline constexpr std::int64_t job_lease_ms = 120'000;  ///< then another node may take it
inline constexpr std::int64_t job_poll_ms = 1'000;
inline constexpr std::int64_t database_wait_ms = 10'000;  ///< for a free connection
inline constexpr int database_retries = 50;               ///< of one transaction
inline constexpr std::size_t statements_cached = 128;     ///< per connection
inline constexpr std::size_t rows_per_pipeline = 100;

// Audit and mail
inline constexpr std::size_t audit_details_bytes = 8 * 1024;
inline constexpr int audit_page = 200;
inline constexpr std::int64_t mail_timeout_ms = 20'000;
inline constexpr std::size_t mail_text_bytes = 64 * 1024;
inline constexpr std::size_t mail_subject_bytes = 250;
inline constexpr std::size_t mail_captured = 200;  ///< the demo keeps the newest

}  // namespace gordion::limits
