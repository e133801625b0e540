// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "memory.hpp"

#include <jerror.h>
#include <sys/mman.h>

namespace genpool::image
{

jpeg_memory::~jpeg_memory()
{
    for (std::size_t n = 0; n != count_; ++n)
        ::munmap(arrays_[n].memory, arrays_[n].bytes);
}

void jpeg_memory::serve(jpeg_decompress_struct& info)
{
    info.client_data = this;
    info.mem->request_virt_barray = request;
    info.mem->access_virt_barray = access;
}

jvirt_barray_ptr jpeg_memory::request(j_common_ptr info, int pool, boolean, JDIMENSION blocks_of_row,
                                      JDIMENSION rows, JDIMENSION)
{
    auto& all = *static_cast<jpeg_memory*>(info->client_data);
    if (all.count_ == all.arrays_.size())
        ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
    // It asks for the components in their order.
    bool const shared = all.averages_alone_ &&
                        reinterpret_cast<j_decompress_ptr>(info)->comp_info[all.count_].DCT_scaled_size == 1;
    JDIMENSION const sharing = shared ? DCTSIZE2 : 1;

    jvirt_barray_control array;
    array.rows = static_cast<JBLOCKARRAY>(info->mem->alloc_large(info, pool, rows * sizeof(JBLOCKROW)));
    // One block more, so that also the last that shares its memory is in it to its end.
    array.bytes = (std::size_t(blocks_of_row) * ((rows + sharing - 1) / sharing) + 1) * sizeof(JBLOCK);
    array.memory = ::mmap(nullptr, array.bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (array.memory == MAP_FAILED)
        ERREXIT1(info, JERR_OUT_OF_MEMORY, 0);
    all.arrays_[all.count_] = array;
    ++all.count_;

    ::madvise(array.memory, array.bytes, MADV_HUGEPAGE); // a wish
    auto* const first = static_cast<JCOEF*>(array.memory);
    for (JDIMENSION n = 0; n != rows; ++n)
        array.rows[n] = reinterpret_cast<JBLOCKROW>(
            first + std::size_t(n / sharing) * blocks_of_row * DCTSIZE2 + n % sharing);
    return &all.arrays_[all.count_ - 1];
}

JBLOCKARRAY jpeg_memory::access(j_common_ptr, jvirt_barray_ptr array, JDIMENSION first, JDIMENSION, boolean)
{
    return array->rows + first;
}

} // namespace genpool::image
