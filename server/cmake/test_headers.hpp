// Precompiled for every test program.
#pragma once

#include "std_headers.hpp"

#include <gtest/gtest.h>
