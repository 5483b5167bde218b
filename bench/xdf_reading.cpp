// SPDX-License-Identifier: EUPL-1.2
// gordion_xdf_bench FOLDER: one pass of read_schema over the files of FOLDER, as a command does it;
// prints the CPU time with loading. gordion_xdf_bench FOLDER OUT: reads every *.xml of FOLDER with
// read_schema and with nothing but libxml2's SAX parser over the same bytes, in turns, and prints
// medians as JSON. Every group at the top of a schema is written to OUT as a message of its own,
// which is what the peer can read, and these are read as well.
#include <libxml/parser.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/schema_reader.hpp"
#include "fim/schema_writer.hpp"

namespace {

using gordion::fim::Position;
using gordion::fim::Schema;

constexpr int rounds = 15;
constexpr int repetitions = 5;  // of all files in one round

long events = 0;

void on_start(void*, const xmlChar*, const xmlChar*, const xmlChar*, int, const xmlChar**, int, int,
              const xmlChar**) {
    ++events;
}
void on_end(void*, const xmlChar*, const xmlChar*, const xmlChar*) {
    ++events;
}
void on_text(void*, const xmlChar*, int length) {
    events += length;
}

void parse_bare(const std::string& bytes) {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_text;
    xmlSAXUserParseMemory(&handler, nullptr, bytes.data(), static_cast<int>(bytes.size()));
}

void read(const std::string& bytes) {
    const auto schema = gordion::fim::read_schema(bytes);
    events += schema.has_value() ? 1 : 0;
}

// Time of this process, so that a neighbour on the same core counts less.
double cpu_ms() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double measure(const std::vector<std::string>& files, void (*parse)(const std::string&)) {
    const double began = cpu_ms();
    for (int i = 0; i < repetitions; ++i) {
        for (const std::string& file : files) {
            parse(file);
        }
    }
    return (cpu_ms() - began) / repetitions;
}

double median(std::vector<double> list) {
    std::sort(list.begin(), list.end());
    return list[list.size() / 2];
}

std::vector<std::filesystem::path> list_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".xml") {
            files.push_back(entry.path());
        }
    }
    return files;
}

std::vector<std::string> load(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    for (const auto& file : list_files(folder)) {
        files.push_back(gordion::load_file(file, gordion::limits::xml_bytes).value());
    }
    return files;
}

std::size_t bytes_of(const std::vector<std::string>& files) {
    std::size_t sum = 0;
    for (const std::string& file : files) {
        sum += file.size();
    }
    return sum;
}

// The peer demands a version in every relation, which the standard does not.
void complete_relations(Position& position) {
    const auto complete = [](gordion::fim::Facts& facts) {
        for (auto& relation : facts.relation) {
            relation.objekt.version =
                relation.objekt.version.empty() ? "1.0.0" : relation.objekt.version;
        }
    };
    if (auto* field = std::get_if<gordion::fim::Field>(&position.element)) {
        complete(*field);
        return;
    }
    auto& group = std::get<gordion::fim::Group>(position.element);
    complete(group);
    for (Position& inner : group.positions) {
        complete_relations(inner);
    }
}

std::vector<std::string> write_groups(const std::vector<std::string>& files,
                                      const std::filesystem::path& out) {
    std::vector<std::string> groups;
    for (const std::string& file : files) {
        const auto schema = gordion::fim::read_schema(file);
        if (!schema || schema.value().value.standard != gordion::fim::XdfVersion::V3) {
            continue;
        }
        for (const auto& position : schema.value().value.positions) {
            if (position.group() == nullptr) {
                continue;
            }
            Schema message = schema.value().value;
            message.message = gordion::fim::MessageKind::Group;
            message.positions = {position};
            complete_relations(message.positions.front());
            groups.push_back(gordion::fim::write_schema(message).value());
            std::ofstream(out / (std::to_string(groups.size()) + ".xml")) << groups.back();
        }
    }
    return groups;
}

}  // namespace

int main(int count, char** words) {
    if (count == 2) {
        const double began = cpu_ms();
        for (const auto& file : list_files(words[1])) {
            const auto source = gordion::open_file(file, gordion::limits::xml_bytes).value();
            events += gordion::fim::read_schema(*source).has_value() ? 1 : 0;
        }
        std::cout << "{\"ms\":" << cpu_ms() - began << "}\n";
        return 0;
    }
    if (count != 3) {
        std::cerr << "gordion_xdf_bench FOLDER [OUT]\n";
        return 2;
    }
    const std::vector<std::string> files = load(words[1]);
    const std::vector<std::string> groups = write_groups(files, words[2]);
    std::vector<double> bare;
    std::vector<double> ours;
    std::vector<double> ours_groups;
    for (int i = 0; i < rounds; ++i) {
        bare.push_back(measure(files, parse_bare));
        ours.push_back(measure(files, read));
        ours_groups.push_back(measure(groups, read));
    }
    std::cout << "{\"files\":" << files.size() << ",\"bytes\":" << bytes_of(files)
              << ",\"bare_ms\":" << median(bare) << ",\"read_ms\":" << median(ours)
              << ",\"groups\":" << groups.size() << ",\"group_bytes\":" << bytes_of(groups)
              << ",\"group_ms\":" << median(ours_groups) << ",\"events\":" << events << "}\n";
    return 0;
}
