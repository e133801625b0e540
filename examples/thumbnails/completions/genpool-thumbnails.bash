# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# Completes the options of genpool-thumbnails in bash.

_genpool_thumbnails()
{
    local word=${COMP_WORDS[COMP_CWORD]} how=(-f)
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        --existing) how=(-W "newer skip overwrite error") ;;
        --format) how=(-W "jpeg png webp tiff avif") ;;
        --formats) how=(-W "gif bmp pnm psd hdr dpx jpeg2000 heif") ;;
        --metadata) how=(-W "icc none all") ;;
        --crop) how=(-W "none centre attention") ;;
        --filter) how=(-W "lanczos3 lanczos2 catmull-rom mitchell linear box") ;;
        --background) how=(-W "white black grey") ;;
        -o | --output) how=(-d) ;;
        --size | --extensions | --exclude | --shard | --quality | --jobs | --window | --memory | --timeout | \
            --cluster | --max-errors) how=(-W "") ;;
        *)
            if [[ $word == -* ]]; then
                how=(-W "--recursive --extensions --formats --exclude --files-from --null --shard --output --existing --format
                    --quality --metadata --size --crop --filter --background --linear --srgb --jobs --window
                    --memory --timeout --isolate --cluster --max-errors --strict --quiet --json --report --failed-list
                    --dry-run --help")
            fi
            ;;
    esac
    mapfile -t COMPREPLY < <(compgen "${how[@]}" -- "$word")
}
complete -o filenames -F _genpool_thumbnails genpool-thumbnails
