# Compiler, warnings, sanitizers, precompiled headers: everything that holds for the whole project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

find_program(GORDION_CCACHE ccache)
if(GORDION_CCACHE)
    # A fresh clone elsewhere must hit the cache too: no directory in the hash, tolerate the PCH.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${GORDION_CCACHE})
endif()

find_program(GORDION_LINKER NAMES mold ld.mold)
if(GORDION_LINKER)
    add_link_options(-fuse-ld=mold)
endif()

add_library(gordion_warnings INTERFACE)
target_compile_options(gordion_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
    # TRY is a statement expression, the one extension the project allows itself.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-statement-expression -Xclang -fno-pch-timestamp>
    # g++ 12 warns about its own library (bug 105562, 107852) when it inlines strings.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -Wno-stringop-overread -Wno-maybe-uninitialized -fpch-preprocess>)

set(GORDION_SANITIZE "" CACHE STRING "address, undefined, thread … as in -fsanitize=")
if(GORDION_SANITIZE)
    add_compile_options(-fsanitize=${GORDION_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=${GORDION_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        # clang 14 cannot combine this check with coroutines.
        add_compile_options(-fno-sanitize=function)
    endif()
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Some libraries bring it, some do not; g++ shares a precompiled header only between equals.
    add_compile_options(-pthread)
endif()

# The precompiled header belongs to a target without a definition of its own: g++ refuses one that
# was made with a macro which its user does not have.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/pch.cpp CONTENT "")
add_library(gordion_pch OBJECT ${CMAKE_BINARY_DIR}/pch.cpp)
target_precompile_headers(gordion_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp)
target_link_libraries(gordion_pch PRIVATE gordion_warnings)
