# Required libraries stop the configuration; optional ones disable what needs them and name their Debian package.

find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(benchmark REQUIRED)
find_package(PkgConfig REQUIRED)
if(OVG_TESTS)
  find_package(GTest REQUIRED)
endif()

# boost::intrusive_ptr is headers only, and not always packaged with a file that CMake finds.
find_path(OVG_BOOST_INCLUDE_DIR boost/smart_ptr/intrusive_ref_counter.hpp)
if(NOT OVG_BOOST_INCLUDE_DIR)
  set(OVG_intrusive_MISSING "boost::intrusive_ptr is not installed: apt install libboost-dev, then build again")
endif()

# A variant that needs a library which is not there is reported as unavailable, with the text in OVG_<VARIANT>_MISSING.
pkg_check_modules(BDWGC IMPORTED_TARGET bdw-gc)
if(BDWGC_FOUND)
  set(OVG_boehm_LIBRARIES PkgConfig::BDWGC fmt::fmt)
else()
  set(OVG_boehm_MISSING "libgc is not installed: apt install libgc-dev, then build again")
endif()
