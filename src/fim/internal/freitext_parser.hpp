// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fim/internal/freitext_elements.hpp"
#include "fim/internal/freitext_lexicon.hpp"
#include "fim/internal/freitext_tokens.hpp"

/// Recursive descent over the tokens of one rule. Sentences, statements, conditions and effects
/// nest as in the grammar of decision 0015; only inside a clause the order is free, as it is in
/// German: a clause collects its parts, and every word must be one of them.
namespace gordion::fim::internal {

enum class Link { None, And, Or };
enum class Modal { None, Must, May, Can, Is };
enum class Verb { None, Show, Hide, Activate, Deactivate, Blend, Make, Fill, Take, Empty };

struct Quantity {
    enum class Kind { AtLeast, Exactly, AtMost, All, None };
    Kind kind = Kind::All;
    std::size_t count = 1;
};

/// A value as written; its code is looked up when the element is known.
struct WrittenValue {
    RegelValue value;
    std::string code;
    std::string name;
    std::string spelling;
    bool quoted = false;
};

/// The parts of a clause: who, what, with what.
struct Clause {
    std::vector<RegelReference> subjects;
    Link link = Link::None;
    std::optional<Quantity> quantity;
    Modal modal = Modal::None;
    Verb verb = Verb::None;
    bool negated = false;
    bool negates_all = false;  ///< "nicht alle"
    bool neither = false;
    bool only = false;
    bool required = false;
    bool optional = false;
    bool pronoun = false;
    bool children = false;  ///< "die Felder der Gruppe G1"
    bool together = false;  ///< "gleichzeitig"
    bool own = false;       ///< "dieses Feld": the element that carries the rule
    std::string particle;
    bool must_verb = false;  ///< "anzuzeigen": ist + such a verb is a must
    // Values.
    std::optional<Comparison> comparison;
    std::vector<WrittenValue> values;
    Link value_link = Link::None;
    bool other_values = false;
    bool expects_value = false;
    bool between = false;
    bool ticked = false;
    bool is_equal_pair = false;  ///< "stimmen überein"
    // Dates, ages, lengths.
    bool is_age = false;
    bool today = false;
    std::optional<RegelDuration> duration;
    enum class Direction { None, Past, Future } direction = Direction::None;
    bool date_noun = false;
    bool valid = false;
    bool sure = false;
    bool is_length = false;
    bool is_pattern = false;
    std::size_t begin = 0;

    [[nodiscard]] bool says_nothing() const;
    [[nodiscard]] bool has_predicate() const;
};

enum class Where { Condition, Effect };

class FreitextParser {
public:
    FreitextParser(const Regel& regel, const RegelElements& elements, std::string owner,
                   std::string_view place);
    Freitext run();

private:
    using Tokens = std::vector<Token>;

    // Cursor.
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
    [[nodiscard]] Lexeme lexeme(std::size_t token) const;
    [[nodiscard]] Role role(std::size_t ahead = 0) const;
    [[nodiscard]] bool is_kind(TokenKind kind, std::size_t ahead = 0) const;
    [[nodiscard]] bool is_word(std::string_view folded, std::size_t ahead = 0) const;
    [[nodiscard]] std::string text_of(std::size_t begin, std::size_t end) const;
    bool fail(OpenItem::Reason reason);
    void warn(std::string_view code, Values values, Severity severity = Severity::Warning);

    // Sentences (freitext_sentences.cpp).
    void scan();
    [[nodiscard]] std::size_t sentence_end(std::size_t from) const;
    [[nodiscard]] bool is_sentence_end() const;
    bool skip_explanation();
    void skip_label();
    void take_sentence();
    bool take_statements();
    bool take_statement(std::optional<RegelCondition> when, bool& continues,
                        std::optional<RegelCondition>& next);
    bool take_else(RegelStatement& statement);
    bool take_else_sentence();
    bool take_reverse(RegelStatement& statement);
    bool take_trailing(RegelStatement& statement, bool& continues,
                       std::optional<RegelCondition>& next);
    bool skip_if();
    [[nodiscard]] bool is_if(std::size_t ahead = 0) const;
    [[nodiscard]] bool is_choice() const;
    [[nodiscard]] bool is_case() const;
    [[nodiscard]] bool is_else(std::size_t ahead = 0) const;
    bool skip_else();
    void skip_then();
    [[nodiscard]] bool begins_condition() const;
    void keep_open(std::size_t begin, std::size_t end);
    void fill_other_values();

    // Conditions (freitext_conditions.cpp).
    std::optional<RegelCondition> take_condition();
    std::optional<RegelCondition> take_alternatives(std::size_t depth);
    std::optional<RegelCondition> take_conjunction(std::size_t depth);
    std::optional<RegelCondition> take_primary(std::size_t depth);
    Link take_link(std::size_t depth);
    [[nodiscard]] bool ends_condition(std::size_t ahead) const;
    std::optional<RegelCondition> condition_of(Clause& clause);
    std::optional<RegelCondition> compare(const Clause& clause, const RegelReference& element);
    std::optional<RegelCondition> part_of(const Clause& clause, const RegelReference& element);
    std::optional<RegelCondition> date_part(const Clause& clause, const RegelReference& element);
    RegelCondition age_of(const Clause& clause, const RegelReference& element);
    RegelCondition quantify(const Clause& clause, std::vector<RegelCondition> parts);
    RegelValue finish_value(const WrittenValue& written, const RegelReference& element);
    void match_code(RegelValue& value, const WrittenValue& written, const RegelElement& element);

    // Effects (freitext_effects.cpp).
    bool take_effects(std::vector<RegelEffect>& effects, bool& only);
    bool take_effect(Clause& clause, std::vector<RegelEffect>& effects);
    void add_own(Clause& clause);
    void add_children(Clause& clause);
    bool inherit(Clause& clause, const std::vector<RegelEffect>& effects);
    bool effect_of(Clause& clause, std::vector<RegelEffect>& effects);
    bool hold(Clause& clause, std::vector<RegelEffect>& effects);
    std::optional<RegelEffect::Kind> kind_of(const Clause& clause) const;
    bool take_effect_link(bool& is_or);
    bool join_alternatives(std::vector<RegelEffect>& effects, bool either);

    // Clauses (freitext_clauses.cpp, freitext_words.cpp).
    bool collect(Clause& clause, Where where);
    [[nodiscard]] bool ends_clause(const Clause& clause, Where where) const;
    bool take_part(Clause& clause, Where where);
    bool take_quote(Clause& clause, Where where);
    bool take_brackets(Clause& clause);
    bool take_element(Clause& clause);
    [[nodiscard]] bool is_joined_before() const;
    bool take_negation(Clause& clause);
    bool take_modal(Clause& clause, Role role_here);
    bool take_pronoun(Clause& clause);
    bool take_today_part(Clause& clause);
    bool take_unknown(Clause& clause, Where where);
    bool take_listed_ahead(const Clause& clause);
    bool take_bound(Clause& clause, Role role_here, std::size_t ahead);
    [[nodiscard]] bool ends_quantity(std::size_t ahead) const;
    bool take_word(Clause& clause, Where where);
    bool take_verb(Clause& clause, Role role);
    bool take_quantity(Clause& clause, Role role);
    bool take_amount(Clause& clause);
    bool take_comparison_word(Clause& clause, Role role);
    void skip_or_equal(Clause& clause);
    bool note_word(Clause& clause, Role role_here);
    void note_noun(Clause& clause, Role role_here);
    [[nodiscard]] bool counts_elements(std::size_t ahead, std::size_t next, bool by_itself) const;
    bool take_age_word(Clause& clause, Role role);
    bool take_plain(Clause& clause, Where where, Role role);
    bool take_operator(Clause& clause);
    [[nodiscard]] std::optional<std::size_t> number_ahead(std::size_t ahead = 0) const;
    [[nodiscard]] std::optional<RegelDuration::Unit> unit_ahead(std::size_t ahead,
                                                                std::size_t& factor) const;
    bool skip_law();
    bool set_comparison(Clause& clause, Comparison comparison);

    // References and values (freitext_references.cpp, freitext_values.cpp).
    bool take_references(Clause& clause);
    std::optional<RegelReference> take_reference();
    RegelReference finish_reference(const std::vector<std::string>& ids, std::size_t begin,
                                    std::string name);
    std::optional<RegelReference> take_named(std::size_t begin);
    std::string take_name(const std::vector<std::size_t>& candidates);
    [[nodiscard]] bool is_name_ahead() const;
    [[nodiscard]] bool is_value_text(std::size_t begin, std::size_t end,
                                     const std::vector<std::size_t>& candidates) const;
    [[nodiscard]] std::size_t named_end(std::size_t from) const;
    [[nodiscard]] std::size_t match_words(std::size_t from, const WordSequence& words) const;
    [[nodiscard]] std::size_t guess_name(std::size_t from) const;
    [[nodiscard]] bool begins_reference(std::size_t from) const;
    [[nodiscard]] std::size_t skip_articles(std::size_t from) const;
    bool take_values(Clause& clause);
    bool take_value_list(Clause& clause);
    bool take_coded(WrittenValue& made);
    [[nodiscard]] bool is_inside_id(std::size_t quote) const;
    [[nodiscard]] bool number_ahead_with_unit() const;
    static std::string plain_number(const std::string& written);
    std::optional<WrittenValue> take_value(const Clause& clause);
    std::optional<WrittenValue> take_listed(const Clause& clause);
    bool take_plain_words(WrittenValue& value, bool has_code);
    bool take_today(WrittenValue& value);
    bool take_others(Clause& clause);
    [[nodiscard]] bool begins_value(std::size_t from, const Clause& clause) const;
    [[nodiscard]] const std::vector<Code>* codes_for(const Clause& clause) const;

    const Regel& regel_;
    const RegelElements& elements_;
    const RegelElements::Index& index_;
    std::string owner_;
    std::string place_;
    std::string text_;
    Tokens tokens_;
    std::vector<Lexeme> lexemes_;
    std::vector<std::size_t> ends_;  ///< by token: where its sentence ends
    std::vector<bool> main_ahead_;   ///< by token: a main clause begins later in the sentence
    std::size_t here_ = 0;
    Freitext made_;
    std::optional<OpenItem> failed_;
    std::vector<RegelReference> last_subjects_;  ///< of the condition, for "ODER = 005"
    Link last_link_ = Link::None;
    std::optional<Comparison> last_comparison_;
    std::vector<RegelReference> named_before_;  ///< in the condition of this statement
    std::optional<Clause> last_effect_;
    bool leading_only_ = false;  ///< "Nur wenn …"
    bool by_choice_ = false;     ///< the condition is "bei Auswahl von …": it ends at the verb
};

RegelCondition negate(RegelCondition condition);
RegelCondition turn_round(RegelCondition condition);
RegelCondition join_conditions(RegelCondition::Kind kind, std::vector<RegelCondition> parts);
Comparison opposite(Comparison comparison);

}  // namespace gordion::fim::internal
