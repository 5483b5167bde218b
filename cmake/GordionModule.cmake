# gordion_module(NAME USES a b … LINKS lib …)
#
# Declares the library gordion_NAME from all sources of this folder and, beside it, the test
# program gordion_NAME_test from all *_test.cpp and the fuzz targets from all *_fuzz.cpp. A module
# that is not declared yet is refused, so a cycle cannot be written. Everything may use core.
function(gordion_module name)
    cmake_parse_arguments(arg "" "" "USES;LINKS" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    set(tests ${sources})
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")

    set(target gordion_${name})
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${target} PRIVATE gordion_warnings)
    foreach(used IN LISTS arg_USES)
        if(NOT TARGET gordion_${used})
            message(FATAL_ERROR
                "Module '${name}' uses '${used}', which is not declared above it in CMakeLists.txt. "
                "Arrows point down: move the code, or write a decision record for a new arrow.")
        endif()
        target_link_libraries(${target} PUBLIC gordion_${used})
    endforeach()
    if(NOT name STREQUAL "core")
        target_link_libraries(${target} PUBLIC gordion_core)
    endif()
    target_precompile_headers(${target} REUSE_FROM gordion_pch)
    target_link_libraries(${target} PRIVATE ${arg_LINKS})

    if(tests)
        gordion_test_program(${name} ${tests})
        target_link_libraries(${target}_test PRIVATE ${target})
    endif()
    gordion_fuzzers(${name})
endfunction()
