// SPDX-License-Identifier: EUPL-1.2
#pragma once

// The one door to libqpdf, for .cpp files of this module only. Two things about qpdf 11.3 must be
// said before its headers: that we do not use its old pointer type, and that we do not want its
// JSON.hh, which clang 14 refuses in C++20 (a vector of an incomplete type with a defaulted
// destructor). Nothing here calls a function that speaks JSON, so a declaration is enough.
#define POINTERHOLDER_TRANSITION 4  // NOLINT(cppcoreguidelines-macro-usage): qpdf reads it
#define JSON_HH                     // NOLINT(cppcoreguidelines-macro-usage): qpdf reads it
class JSON;

#include <map>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/Pl_Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <set>
#include <string>
#include <vector>
