#pragma once

namespace pivotal {

/// Whether a read may be answered from the cache, or has to ask the database.
enum class Freshness { Cached, Fresh };

} // namespace pivotal
