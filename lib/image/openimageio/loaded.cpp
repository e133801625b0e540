// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "openimageio.hpp"
#include <genpool/image/configure.hpp>

#include <boost/filesystem/operations.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <dlfcn.h>
#include <link.h>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <vector>

namespace genpool::image
{
namespace
{

constexpr char library_name[] = GENPOOL_OPENIMAGEIO_LIBRARY;

std::atomic<bool> is_configured = false;

/// What the library can be opened by, the likeliest first.
std::vector<std::string> names()
{
    // The shared library or the program that this code is in; a program's other name, argv[0], is the caller's choice.
    Dl_info info;
    void* object = nullptr;
    boost::filesystem::path self = "/proc/self/exe";
    if (::dladdr1(&is_configured, &info, &object, RTLD_DL_LINKMAP) && *static_cast<link_map*>(object)->l_name)
        self = static_cast<link_map*>(object)->l_name;
    boost::system::error_code error;
    self = boost::filesystem::canonical(self, error);
    std::vector<std::string> result = {(self.parent_path() / library_name).string(), library_name};

    // By its name it is found where this object is linked with it, but not if something stands between the two, as
    // GCC's AddressSanitizer does: then in the same directories.
    Dl_serinfo size;
    if (!object || ::dlinfo(object, RTLD_DI_SERINFOSIZE, &size) != 0)
        return result;
    std::vector<std::max_align_t> memory(size.dls_size / sizeof(std::max_align_t) + 1);
    auto const paths = reinterpret_cast<Dl_serinfo*>(memory.data());
    paths->dls_size = size.dls_size;
    paths->dls_cnt = size.dls_cnt;
    if (::dlinfo(object, RTLD_DI_SERINFO, paths) == 0)
        for (unsigned n = 0; n != paths->dls_cnt; ++n)
            result.push_back(
                (boost::filesystem::path(paths->dls_serpath[n].dls_name) / library_name).string());
    return result;
}

/// Whether dlopen failed for that, which it tells by words alone.
bool is_for_want_of_memory(std::string const& error)
{
    if (error.find(std::strerror(ENOMEM)) != std::string::npos)
        return true;
    // So it calls that too, but also a file system that may not be executed.
    if (error.find("failed to map segment") == std::string::npos)
        return false;
    constexpr std::size_t more_than_enough = 1u << 30;
    void* const memory =
        ::mmap(nullptr, more_than_enough, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED || ::munmap(memory, more_than_enough) != 0;
}

openimageio_part const& load()
{
    std::string errors;
    // It is never closed: what OpenImageIO leaves behind in a process, as values of threads, does not bear it.
    for (std::string const& name : names()) {
        void* const library = ::dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL);
        if (void* const found = library ? ::dlsym(library, "genpool_openimageio") : nullptr) {
            auto const& part = *static_cast<openimageio_part const*>(found);
            if (is_configured)
                part.configure();
            return part;
        }
        std::string const error = ::dlerror();
        if (is_for_want_of_memory(error))
            throw std::bad_alloc();
        errors += (errors.empty() ? "" : "; ") + error;
    }
    throw std::runtime_error("genpool cannot load what calls OpenImageIO: " + errors);
}

/// Whether the program uses OpenImageIO itself, or genpool has loaded it.
bool is_in_the_process()
{
    auto const is_openimageio = [](dl_phdr_info* info, std::size_t, void*) -> int {
        return std::string_view(info->dlpi_name).find("/libOpenImageIO.so") != std::string_view::npos;
    };
    return ::dl_iterate_phdr(is_openimageio, nullptr) != 0;
}

} // namespace

openimageio_part const& openimageio()
{
    static openimageio_part const& loaded = load();
    return loaded;
}

void configure()
{
    is_configured = true; // before the question, so that whoever loads it meanwhile sees it
    if (is_in_the_process())
        openimageio().configure();
}

} // namespace genpool::image
