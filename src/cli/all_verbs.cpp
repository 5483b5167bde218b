// SPDX-License-Identifier: EUPL-1.2
#include "cli/verb.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {

namespace {

std::vector<Verb> fitconnect_verbs() {
    return {
        client_add_verb(),         destination_add_verb(),   destination_connect_verb(),
        destination_end_verb(),    destination_list_verb(),  fitconnect_send_verb(),
        fitconnect_receive_verb(), fitconnect_events_verb(), fitconnect_destination_verb(),
        fitconnect_publish_verb(), fitconnect_renew_verb(),
    };
}

// Seeing what must be offered, what conforms, and what it costs.
std::vector<Verb> steering_verbs() {
    return {
        obligation_list_verb(), conformity_check_verb(),  offer_costs_verb(),
        coverage_import_verb(), coverage_list_verb(),     coverage_refused_verb(),
        coverage_show_verb(),   coverage_withdraw_verb(), maturity_export_verb(),
        maturity_import_verb(), maturity_show_verb(),     maturity_texts_verb(),
        target_compare_verb(),  target_keep_verb(),       target_list_verb(),
        target_show_verb(),
    };
}

std::vector<Verb> with(std::vector<Verb> verbs, const std::vector<Verb>& more) {
    verbs.insert(verbs.end(), more.begin(), more.end());
    return verbs;
}

}  // namespace

const std::vector<Verb>& all_verbs() {
    static const std::vector<Verb> own{
        serve_verb(),
        demo_verb(),
        sandbox_verb(),
        trace_verb(),
        db_migrate_verb(),
        regions_import_verb(),
        regions_find_verb(),
        regions_list_verb(),
        catalogue_import_verb(),
        xzufi_import_verb(),
        xzufi_list_verb(),
        xzufi_show_verb(),
        xzufi_parameters_verb(),
        xzufi_competent_verb(),
        xzufi_texts_verb(),
        schema_read_verb(),
        schema_check_verb(),
        schema_export_verb(),
        schema_compare_verb(),
        schema_import_verb(),
        schema_list_verb(),
        schema_rules_verb(),
        service_find_verb(),
        service_check_verb(),
        service_publish_verb(),
        service_list_verb(),
        service_missed_verb(),
        adoption_add_verb(),
        adoption_show_verb(),
        adoption_list_verb(),
        adoption_apply_verb(),
        adoption_pin_verb(),
        adoption_end_verb(),
        adoption_history_verb(),
        adoption_completeness_verb(),
        adoption_fork_verb(),
        parameter_set_verb(),
        parameter_import_verb(),
        mandate_give_verb(),
        blob_sweep_verb(),
        codelist_import_verb(),
        codelist_list_verb(),
        codelist_show_verb(),
        form_check_verb(),
        form_preview_verb(),
        account_add_verb(),
        audit_verify_verb(),
        audit_export_verb(),
        rollout_start_verb(),
        rollout_show_verb(),
        rollout_pause_verb(),
        rollout_continue_verb(),
        rollout_widen_verb(),
        rollout_stop_verb(),
        rollout_back_verb(),
        plan_verb(),
    };
    static const std::vector<Verb> verbs = with(with(own, fitconnect_verbs()), steering_verbs());
    return verbs;
}

}  // namespace gordion::cli
