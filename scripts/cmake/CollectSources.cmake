# Run when a variant has been compiled: puts the sources of its answers, as they are now, into OUTPUT, where bench_all finds
# them: each answer, the headers beside it, and in workloads/ the headers of what it answers. Each variant has copies of its
# own, so that they are those of its last compilation, whatever is built later.
#
# ROOT, FOLDER (of the variant), ANSWERS (separated by commas), OUTPUT
string(REPLACE "," ";" answers "${ANSWERS}")
file(REMOVE_RECURSE "${OUTPUT}")
file(GLOB files "${FOLDER}/*.h")
foreach(answer IN LISTS answers)
  list(APPEND files "${FOLDER}/${answer}.cpp")
  file(GLOB headers "${ROOT}/workloads/${answer}/*.h")
  file(COPY ${headers} DESTINATION "${OUTPUT}/workloads/${answer}")
endforeach()
file(COPY ${files} DESTINATION "${OUTPUT}")
