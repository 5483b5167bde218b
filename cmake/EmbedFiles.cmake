# gordion_embed(MODULE BASE folder FILES …  EXTRA name=path …)
#
# Builds files into the program, so that one binary is the whole installation. The assembler
# includes the bytes; a generated source lists names and places, sorted by name, behind
# <module>/embedded.hpp.
enable_language(ASM)

function(gordion_embed module)
    cmake_parse_arguments(arg "" "BASE" "FILES;EXTRA" ${ARGN})
    set(target gordion_${module})
    set(entries "")
    foreach(file IN LISTS arg_FILES)
        file(RELATIVE_PATH name ${arg_BASE} ${file})
        list(APPEND entries "${name}=${file}")
    endforeach()
    list(APPEND entries ${arg_EXTRA})
    list(SORT entries)

    set(assembly "    .section .rodata\n")
    set(declarations "")
    set(table "")
    set(paths "")
    set(number 0)
    foreach(entry IN LISTS entries)
        string(FIND "${entry}" "=" at)
        string(SUBSTRING "${entry}" 0 ${at} name)
        math(EXPR at "${at} + 1")
        string(SUBSTRING "${entry}" ${at} -1 path)
        set(symbol "${target}_embedded_${number}")
        string(APPEND assembly
            "    .global ${symbol}\n    .global ${symbol}_end\n"
            "${symbol}:\n    .incbin \"${path}\"\n${symbol}_end:\n    .byte 0\n")
        string(APPEND declarations "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
        string(APPEND table
            "        EmbeddedFile{\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
        list(APPEND paths ${path})
        math(EXPR number "${number} + 1")
    endforeach()
    string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")

    set(folder ${CMAKE_CURRENT_BINARY_DIR}/embedded)
    file(CONFIGURE OUTPUT ${folder}/${target}_files.S CONTENT "${assembly}" @ONLY)
    file(CONFIGURE OUTPUT ${folder}/${target}_files.cpp CONTENT
"// SPDX-License-Identifier: EUPL-1.2
// Written by cmake/EmbedFiles.cmake.
#include \"${module}/embedded.hpp\"

#include <array>

extern \"C\" {
${declarations}}

namespace gordion::${module} {

std::span<const EmbeddedFile> embedded_files() {
    static const std::array<EmbeddedFile, ${number}> files{{
${table}    }};
    return files;
}

}  // namespace gordion::${module}
" @ONLY)
    set_source_files_properties(${folder}/${target}_files.S PROPERTIES OBJECT_DEPENDS "${paths}")
    target_sources(${target} PRIVATE ${folder}/${target}_files.S ${folder}/${target}_files.cpp)
endfunction()
