# bench_all is what a user calls; the children are found beside children.json, the report package by its wrapper.
set(libexec "${CMAKE_INSTALL_LIBEXECDIR}/ownership-vs-gc")
set(share "${CMAKE_INSTALL_DATADIR}/ownership-vs-gc")
get_property(programs GLOBAL PROPERTY OVG_PROGRAMS)
install(TARGETS bench_all RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(TARGETS ${programs} bench_harness RUNTIME DESTINATION "${libexec}")
if(TARGET ovg_count)
  install(TARGETS ovg_count LIBRARY DESTINATION "${libexec}")
endif()
install(FILES "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/children.json" DESTINATION "${libexec}")
install(DIRECTORY "${CMAKE_BINARY_DIR}/share/sources" DESTINATION "${share}")
install(DIRECTORY reports DESTINATION "${share}"
        PATTERN "*_test.py" EXCLUDE PATTERN "conftest.py" EXCLUDE PATTERN "testing" EXCLUDE
        PATTERN "__pycache__" EXCLUDE)
install(PROGRAMS scripts/report scripts/export scripts/gate DESTINATION "${share}/scripts")
