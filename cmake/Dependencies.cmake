# Every library we link, in one place. The Debian packages they come from stand in
# setup/debian.txt, each with its reason.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(GTest REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)

# gordion_pkg(NAME pkg-config-name …) makes the imported target deps::NAME.
function(gordion_pkg name)
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${ARGN})
    # The precompiled header is built without -pthread (linking is enough on Linux), and clang
    # refuses to mix the two.
    get_target_property(options PkgConfig::${name} INTERFACE_COMPILE_OPTIONS)
    if(options)
        list(REMOVE_ITEM options -pthread)
        set_target_properties(PkgConfig::${name} PROPERTIES INTERFACE_COMPILE_OPTIONS "${options}")
    endif()
    add_library(deps::${name} ALIAS PkgConfig::${name})
endfunction()

gordion_pkg(sqlite sqlite3)
gordion_pkg(postgres libpq)
gordion_pkg(libxml libxml-2.0)
gordion_pkg(cairo pangocairo cairo-pdf pangoft2 fontconfig)
gordion_pkg(qpdf libqpdf)
gordion_pkg(xapian xapian-core)
gordion_pkg(toml tomlplusplus)
gordion_pkg(curl libcurl)
gordion_pkg(re2 re2)
gordion_pkg(argon libargon2)
gordion_pkg(zlib zlib)
gordion_pkg(cbc cbc)
find_library(GORDION_MAGIC magic REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_package(CLI11 REQUIRED)
