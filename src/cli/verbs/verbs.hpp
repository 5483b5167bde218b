// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "cli/verb.hpp"

/// One function per verb; each lives in the file of its name.
namespace gordion::cli {

Verb serve_verb();
Verb demo_verb();
Verb sandbox_verb();
Verb trace_verb();
Verb db_migrate_verb();
Verb regions_import_verb();
Verb regions_find_verb();
Verb regions_list_verb();
Verb catalogue_import_verb();
Verb xzufi_import_verb();
Verb xzufi_list_verb();
Verb xzufi_show_verb();
Verb xzufi_parameters_verb();
Verb xzufi_competent_verb();
Verb xzufi_texts_verb();
Verb service_find_verb();
Verb schema_check_verb();
Verb schema_compare_verb();
Verb schema_export_verb();
Verb schema_import_verb();
Verb schema_list_verb();
Verb schema_read_verb();
Verb schema_rules_verb();
Verb service_check_verb();
Verb service_publish_verb();
Verb service_list_verb();
Verb service_missed_verb();
Verb adoption_add_verb();
Verb adoption_show_verb();
Verb adoption_list_verb();
Verb adoption_apply_verb();
Verb adoption_pin_verb();
Verb adoption_end_verb();
Verb adoption_history_verb();
Verb adoption_completeness_verb();
Verb adoption_fork_verb();
Verb rollout_start_verb();
Verb rollout_show_verb();
Verb rollout_pause_verb();
Verb rollout_continue_verb();
Verb rollout_widen_verb();
Verb rollout_stop_verb();
Verb rollout_back_verb();
Verb parameter_set_verb();
Verb parameter_import_verb();
Verb mandate_give_verb();
Verb blob_sweep_verb();
Verb client_add_verb();
Verb destination_add_verb();
Verb destination_connect_verb();
Verb destination_end_verb();
Verb destination_list_verb();
Verb fitconnect_destination_verb();
Verb fitconnect_events_verb();
Verb fitconnect_publish_verb();
Verb fitconnect_receive_verb();
Verb fitconnect_renew_verb();
Verb fitconnect_send_verb();
Verb conformity_check_verb();
Verb obligation_list_verb();
Verb offer_costs_verb();
Verb codelist_import_verb();
Verb codelist_list_verb();
Verb codelist_show_verb();
Verb form_check_verb();
Verb form_preview_verb();
Verb account_add_verb();
Verb audit_verify_verb();
Verb audit_export_verb();
Verb plan_verb();

}  // namespace gordion::cli
