# One static library per folder of server/src, one test binary per folder, one precompiled header per kind of target.

# Debug and Release hold that there is no warning. In sanitizer builds GCC's warnings about the flow of values are
# unreliable (its manual says so); there the sanitizer judges.
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<NOT:$<CONFIG:Asan,Tsan,Fuzz>>:-Werror>)
# Lets ccache see through the precompiled header (GCC).
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)
# The same in every translation unit, so that one precompiled header serves all.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)

# Writes an empty source once, for folders that have only headers so far.
set(ORGANIZER_EMPTY ${CMAKE_BINARY_DIR}/empty.cpp)
if(NOT EXISTS ${ORGANIZER_EMPTY})
  file(WRITE ${ORGANIZER_EMPTY} "// A folder without sources still makes a library.\n")
endif()

function(organizer_precompiled name header)
  add_library(${name} OBJECT ${ORGANIZER_EMPTY})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE Boost::headers ${ARGN})
  target_precompile_headers(${name} PRIVATE ${header})
endfunction()

organizer_precompiled(organizer_pch ${CMAKE_CURRENT_SOURCE_DIR}/cmake/std_headers.hpp)
organizer_precompiled(organizer_test_pch ${CMAKE_CURRENT_SOURCE_DIR}/cmake/test_headers.hpp GTest::gtest)

# organizer_library(<name> [RECURSE <glob folder>...] LINK <targets>...): the folder's *.cpp without its tests.
# SUBFOLDERS names further folders whose sources belong to the same library.
function(organizer_library name)
  cmake_parse_arguments(arg "" "" "SUBFOLDERS;LINK" ${ARGN})
  set(patterns *.cpp)
  foreach(folder ${arg_SUBFOLDERS})
    list(APPEND patterns ${folder}/*.cpp)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)
    set(sources ${ORGANIZER_EMPTY})
  endif()
  add_library(organizer_${name} STATIC ${sources})
  target_include_directories(organizer_${name} PUBLIC ${CMAKE_SOURCE_DIR}/server/src)
  target_link_libraries(organizer_${name} PUBLIC ${arg_LINK})
  target_precompile_headers(organizer_${name} REUSE_FROM organizer_pch)
endfunction()

# organizer_test_binary(<binary> SOURCES <files>... LINK <targets>...): a GoogleTest program; nothing without sources.
function(organizer_test_binary binary)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  if(NOT arg_SOURCES)
    return()
  endif()
  add_executable(${binary} EXCLUDE_FROM_ALL ${arg_SOURCES})
  target_link_libraries(${binary} PRIVATE ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${binary} PRIVATE ORGANIZER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_precompile_headers(${binary} REUSE_FROM organizer_test_pch)
  set_property(GLOBAL APPEND PROPERTY ORGANIZER_TEST_BINARIES ${binary})
endfunction()

# organizer_unit_tests(<folder> [SUBFOLDERS ...] [LINK ...]): <folder>_test from the *_test.cpp beside the code.
function(organizer_unit_tests name)
  cmake_parse_arguments(arg "" "" "SUBFOLDERS;LINK" ${ARGN})
  set(patterns *_test.cpp)
  foreach(folder ${arg_SUBFOLDERS})
    list(APPEND patterns ${folder}/*_test.cpp)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  organizer_test_binary(${name}_test SOURCES ${sources} LINK organizer_${name} ${arg_LINK})
endfunction()

# organizer_contract_tables(<target>): the contract as tables for the strict reader (api/contract.hpp), as a source.
function(organizer_contract_tables target)
  set(contract ${CMAKE_SOURCE_DIR}/api/openapi.yaml)
  add_custom_command(
    OUTPUT contract_tables.cpp
    COMMAND ${ORGANIZER_PYTHON} ${CMAKE_SOURCE_DIR}/tools/contract_tables.py ${contract}
            ${CMAKE_CURRENT_BINARY_DIR}/contract_tables.cpp
    DEPENDS ${contract} ${CMAKE_SOURCE_DIR}/tools/contract_tables.py ${CMAKE_SOURCE_DIR}/tools/contract_file.py
    COMMENT "Turning the contract into tables"
    VERBATIM)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/contract_tables.cpp)
endfunction()
