# ovg_layer(NAME <name> DEPENDS <libraries...>)
#
# Library ovg_<name> from the *.cpp of the current folder and of those below it, and test_<name> from the *_test.cpp
# that stand beside them.
# main.cpp and bench_*.cpp are programs, not parts of the library.
function(ovg_layer)
  cmake_parse_arguments(ARG "" "NAME" "DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main|/bench_[a-z_]*)\\.cpp$")

  if(sources)
    add_library(ovg_${ARG_NAME} STATIC ${sources})
    target_link_libraries(ovg_${ARG_NAME} PUBLIC ${ARG_DEPENDS})
  else()
    add_library(ovg_${ARG_NAME} INTERFACE)
    target_link_libraries(ovg_${ARG_NAME} INTERFACE ${ARG_DEPENDS})
  endif()

  if(OVG_TESTS AND tests)
    add_executable(test_${ARG_NAME} ${tests})
    target_link_libraries(test_${ARG_NAME} PRIVATE ovg_${ARG_NAME} GTest::gtest_main GTest::gmock)
    add_test(NAME ${ARG_NAME} COMMAND test_${ARG_NAME})
  endif()
endfunction()
