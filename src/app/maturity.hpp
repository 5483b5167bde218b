// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/evidence.hpp"
#include "app/modules.hpp"
#include "planning/maturity_store.hpp"

namespace gordion::app {

/// One service at one administration, judged by one version of a model, with what was answered.
struct Assessment {
    planning::AssessmentName name;
    std::string title;                ///< of the service
    conformity::MaturityModel model;  ///< with the texts that fill its gaps
    std::vector<planning::MaturityAnswer> history;
    formats::Json evidence;
    conformity::MaturityResult result;  ///< points into `model`
};

/// What package and running system prove about a service at an administration, as EvidenceBook says
/// it; nothing where the administration has not joined a package for it.
Result<formats::Json> maturity_evidence(Modules& in, EvidenceBook& book, const TenantId& tenant,
                                        std::string_view service);

/// The model of that id and version; "" as version: the one that holds today. Error code:
/// app.maturity_model (NotFound).
Result<conformity::MaturityModel> find_maturity_model(std::string_view version, Date today);

/// Whose service is assessed, by which model.
struct AssessmentWish {
    TenantId tenant;
    std::string service;
    std::string version;  ///< of the model; "": the one that holds today
};

/// Error codes: those of find_maturity_model, app.service_missing (NotFound),
/// planning.maturity_tenant.
Result<std::unique_ptr<const Assessment>> assess(Modules& in, EvidenceBook& book,
                                                 const Scope& scope, const AssessmentWish& wish);
/// The same with evidence of this moment.
Result<std::unique_ptr<const Assessment>> assess(Modules& in, const Scope& scope,
                                                 const AssessmentWish& wish);

/// Services that the tenant has joined or begun to assess, by their keys.
Result<std::vector<std::string>> assessable_services(Modules& in, const Scope& scope,
                                                     const TenantId& tenant);

/// All answers of a tenant with their history, oldest last: service, model, version, criterion,
/// level, note, by, at.
Result<std::string> export_answers(Modules& in, const Scope& scope, const TenantId& tenant);

/// Reads such a table (columns service, version, criterion, level, and if there note); of several
/// rows about a criterion the first one counts, an empty level takes the answer back, and what
/// holds already changes nothing. A row with a fault is a finding app.maturity_row and left
/// out; the value counts answers that were written. Error codes: those of read_table_text and
/// formats::parse_csv, formats.csv_column_missing, planning.maturity_tenant.
Result<Judged<std::size_t>> import_answers(Modules& in, const Scope& scope, const TenantId& tenant,
                                           std::string_view csv);

/// Texts for gaps from TOML: version, source, and [[criterion]] id, title, question,
/// [criterion.choices] "3" = "…". All or none: error codes formats.toml_*, app.maturity_model,
/// those of MaturityStore::write_text.
Result<std::size_t> import_texts(Modules& in, const Scope& scope, const TenantId& tenant,
                                 std::string_view toml);

}  // namespace gordion::app
