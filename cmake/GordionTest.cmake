# The main of our test programs, and what all of them share.
# An object library: nothing refers to leaks.cpp by name, so a static one would leave it out.
add_library(gordion_test_main OBJECT
    ${CMAKE_SOURCE_DIR}/tests/support/main.cpp ${CMAKE_SOURCE_DIR}/tests/support/leaks.cpp)
target_link_libraries(gordion_test_main PUBLIC GTest::gtest PRIVATE gordion_warnings)
# Tests write #include "tests/support/databases.hpp".
target_include_directories(gordion_test_main PUBLIC ${CMAKE_SOURCE_DIR})

# A cold release build spends a third of its time on tests. They need no optimization, and reading
# GoogleTest once instead of in every file halves the rest. (clang is quick enough without.)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(gordion_test_main PRIVATE -O0)
    target_precompile_headers(gordion_test_main PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp
        <gmock/gmock.h> <gtest/gtest.h>)
endif()

# gordion_test_program(NAME SOURCE…) – the program gordion_NAME_test and its entry in ctest.
function(gordion_test_program name)
    set(target gordion_${name}_test)
    add_executable(${target} ${ARGN})
    target_link_libraries(${target} PRIVATE gordion_warnings gordion_test_main GTest::gmock)
    target_compile_definitions(${target} PRIVATE GORDION_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE -O0)
        target_precompile_headers(${target} REUSE_FROM gordion_test_main)
    endif()
    add_test(NAME ${name} COMMAND ${target})
endfunction()
