# Every header compiles alone: one source per header that includes nothing else, no precompiled
# header, no optimization. Part of `all`, so `./run test` finds a header that leans on another.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src
    ${CMAKE_SOURCE_DIR}/src/*.hpp)
list(FILTER headers EXCLUDE REGEX "_test\\.hpp$|(^|/)test_[^/]*$|/testing/|/testdata/")
set(alone "")
foreach(header IN LISTS headers)
    string(REPLACE "/" "__" flat ${header})
    set(source ${CMAKE_BINARY_DIR}/headers/${flat}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n")
    list(APPEND alone ${source})
endforeach()
if(alone)
    add_library(gordion_headers OBJECT ${alone})
    target_include_directories(gordion_headers PRIVATE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(gordion_headers PRIVATE gordion_warnings)
    target_compile_options(gordion_headers PRIVATE -O0 -g0)
endif()
