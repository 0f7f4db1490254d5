# Compiler settings of every target. One link set and one set of flags for all variants: a difference would be measured.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion
                    "$<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor;-Woverloaded-virtual>")
# A child must not load libraries that only the runner calls, such as zlib. Debian's compiler does so by itself.
add_link_options("LINKER:--as-needed")
if(OVG_WARNINGS_AS_ERRORS)
  add_compile_options(-Werror)
endif()
if(OVG_SANITIZE)
  add_compile_options("-fsanitize=${OVG_SANITIZE}" -fno-omit-frame-pointer)
  add_link_options("-fsanitize=${OVG_SANITIZE}")
endif()

include_directories("${PROJECT_SOURCE_DIR}")
