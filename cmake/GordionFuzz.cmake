# gordion_fuzzers(NAME) – every *_fuzz.cpp of this folder becomes a libFuzzer program of its own,
# called as its file. Included before the precompiled header is made: its flags must be the same.
# Only with GORDION_FUZZ (preset "fuzz"); `ninja gordion_fuzz` builds them all.
option(GORDION_FUZZ "Build the fuzz targets (clang)" OFF)
if(GORDION_FUZZ)
    add_custom_target(gordion_fuzz)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

function(gordion_fuzzers name)
    if(NOT GORDION_FUZZ)
        return()
    endif()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_fuzz.cpp)
    foreach(source IN LISTS sources)
        get_filename_component(program ${source} NAME_WE)
        add_executable(${program} EXCLUDE_FROM_ALL ${source}
            ${CMAKE_SOURCE_DIR}/tests/support/leaks.cpp)
        target_link_libraries(${program} PRIVATE gordion_${name} gordion_warnings)
        target_link_options(${program} PRIVATE -fsanitize=fuzzer)
        target_compile_definitions(${program} PRIVATE GORDION_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
        add_dependencies(gordion_fuzz ${program})
    endforeach()
endfunction()
