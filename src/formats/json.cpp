// SPDX-License-Identifier: EUPL-1.2
#include "formats/json.hpp"

namespace gordion::formats {

bool Json::as_bool() const {
    VERIFY(is_bool(), "the caller knows that this JSON value is a boolean");
    return *std::get_if<bool>(&value_);
}

std::int64_t Json::as_int() const {
    VERIFY(is_int(), "the caller knows that this JSON value is a whole number");
    return *std::get_if<std::int64_t>(&value_);
}

double Json::as_number() const {
    VERIFY(is_number(), "the caller knows that this JSON value is a number");
    return is_int() ? static_cast<double>(as_int()) : *std::get_if<double>(&value_);
}

const std::string& Json::as_string() const& {
    VERIFY(is_string(), "the caller knows that this JSON value is text");
    return *std::get_if<std::string>(&value_);
}

const Json::Array& Json::as_array() const& {
    VERIFY(is_array(), "the caller knows that this JSON value is an array");
    return *std::get_if<Array>(&value_);
}

Json::Array& Json::as_array() & {
    VERIFY(is_array(), "the caller knows that this JSON value is an array");
    return *std::get_if<Array>(&value_);
}

const Json::Object& Json::as_object() const& {
    VERIFY(is_object(), "the caller knows that this JSON value is an object");
    return *std::get_if<Object>(&value_);
}

Json::Object& Json::as_object() & {
    VERIFY(is_object(), "the caller knows that this JSON value is an object");
    return *std::get_if<Object>(&value_);
}

std::string Json::as_string() && {
    VERIFY(is_string(), "the caller knows that this JSON value is text");
    return std::move(*std::get_if<std::string>(&value_));
}

Json::Array Json::as_array() && {
    return std::move(as_array());
}

Json::Object Json::as_object() && {
    return std::move(as_object());
}

const Json* Json::find(std::string_view name) const {
    const auto* members = std::get_if<Object>(&value_);
    if (members == nullptr) {
        return nullptr;
    }
    for (const Member& member : *members) {
        if (member.first == name) {
            return &member.second;
        }
    }
    return nullptr;
}

Json* Json::find(std::string_view name) {
    // Safe: the object this leads to is this one, and it is not const here.
    return const_cast<Json*>(std::as_const(*this).find(name));
}

std::string Json::text_at(std::string_view name) const {
    const Json* member = find(name);
    return member != nullptr && member->is_string() ? member->as_string() : std::string();
}

Json& Json::set(std::string_view name, Json value) {
    if (is_null()) {
        value_ = Object();
    }
    if (Json* present = find(name); present != nullptr) {
        *present = std::move(value);
        return *present;
    }
    return as_object().emplace_back(std::string(name), std::move(value)).second;
}

void Json::erase(std::string_view name) {
    Object& members = as_object();
    members.erase(std::remove_if(members.begin(), members.end(),
                                 [&](const Member& member) { return member.first == name; }),
                  members.end());
}

Json& Json::push(Json item) {
    if (is_null()) {
        value_ = Array();
    }
    return as_array().emplace_back(std::move(item));
}

std::size_t Json::size() const {
    if (is_array()) {
        return as_array().size();
    }
    return is_object() ? as_object().size() : 0;
}

}  // namespace gordion::formats
