// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Empty: the compiler is told to include one public header before it, which must therefore need no other.
