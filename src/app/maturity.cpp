// SPDX-License-Identifier: EUPL-1.2
#include "app/maturity.hpp"

#include <algorithm>
#include <set>

namespace gordion::app {

using conformity::MaturityModel;
using formats::Json;

Result<Json> maturity_evidence(Modules& in, EvidenceBook& book, const TenantId& tenant,
                               std::string_view service) {
    const auto places = book.reference().directory->municipalities_of(tenant);
    const auto adoption =
        places.empty()
            ? nullptr
            : TRY(in.reuse.find_adoption(service, places.front()->ars, in.clock.today()));
    if (adoption == nullptr) {
        return Json::object();
    }
    return book.of_administration(tenant, adoption->adoption.package_id,
                                  adoption->adoption.version);
}

Result<MaturityModel> find_maturity_model(std::string_view version, Date today) {
    const std::vector<MaturityModel>& models = conformity::built_in_maturity_models();
    for (auto model = models.rbegin(); model != models.rend(); ++model) {
        const bool holds_today =
            model->valid_from <= today && (!model->valid_until || today <= *model->valid_until);
        if (version.empty() ? holds_today : model->version == version) {
            return *model;
        }
    }
    return Error{ErrorKind::NotFound,
                 "app.maturity_model",
                 std::string(version),
                 {{"version", std::string(version)}},
                 "There is no maturity model of this version."};
}

Result<std::unique_ptr<const Assessment>> assess(Modules& in, EvidenceBook& book,
                                                 const Scope& scope, const AssessmentWish& wish) {
    const services::PublicService* known = book.reference().catalogue->find(wish.service);
    if (known == nullptr) {
        return Error{ErrorKind::NotFound,
                     "app.service_missing",
                     wish.service,
                     {},
                     "The catalogue has no such service."};
    }
    auto assessment = std::make_unique<Assessment>();
    assessment->title = known->name;
    assessment->model =
        planning::with_texts(TRY(find_maturity_model(wish.version, in.clock.today())),
                             TRY(in.maturity.load_texts(scope, wish.tenant)));
    assessment->name = {wish.tenant, wish.service, assessment->model.id, assessment->model.version};
    assessment->history = TRY(in.maturity.list_history(scope, assessment->name));
    assessment->evidence = TRY(maturity_evidence(in, book, wish.tenant, wish.service));
    assessment->result = TRY(conformity::assess_maturity(
        assessment->model, planning::answers_of(assessment->history), assessment->evidence));
    return std::unique_ptr<const Assessment>(std::move(assessment));
}

Result<std::unique_ptr<const Assessment>> assess(Modules& in, const Scope& scope,
                                                 const AssessmentWish& wish) {
    const auto book = TRY(EvidenceBook::open(in));
    return assess(in, *book, scope, wish);
}

Result<std::vector<std::string>> assessable_services(Modules& in, const Scope& scope,
                                                     const TenantId& tenant) {
    std::set<std::string> services;
    for (const planning::AssessmentName& name : TRY(in.maturity.list_assessments(scope, tenant))) {
        services.insert(name.service);
    }
    const Date today = in.clock.today();
    std::set<std::string> packages;
    for (const reuse::Adoption& step : TRY(in.reuse.list_adoptions(scope))) {
        if (step.tenant == tenant) {
            packages.insert(step.package_id);
        }
    }
    const auto offers = TRY(in.reuse.list_offers(scope));
    for (const std::string& package : packages) {
        const auto life = TRY(in.reuse.view_adoption(tenant, package, today));
        for (const reuse::Offer& offer : offers) {
            const bool is_used = life.current && offer.package_id == package &&
                                 offer.version == life.current->version;
            if (is_used) {
                services.insert(offer.leistungsschluessel.begin(), offer.leistungsschluessel.end());
            }
        }
    }
    return std::vector<std::string>(services.begin(), services.end());
}

}  // namespace gordion::app
