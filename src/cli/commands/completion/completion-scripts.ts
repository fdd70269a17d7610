// The scripts hold no command and no option: they pass the words before the cursor to `hero __complete`, and
// complete files when it prints nothing.

const bash = `# Completes hero in bash: source <(hero completion bash)
_hero() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$candidate")
  done < <(hero __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _hero hero
`;

const zsh = `#compdef hero
# Completes hero in zsh: source <(hero completion zsh)
_hero() {
  local -a candidates
  candidates=("\${(@f)$(hero __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$candidates[1]" ]]; then
    compadd -- "\${candidates[@]}"
  else
    _files
  fi
}
if [[ "$funcstack[1]" == _hero ]]; then
  _hero "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _hero hero
fi
`;

const fish = `# Completes hero in fish: hero completion fish | source
function __hero_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l candidates (hero __complete $words[2..-1] "$current" 2>/dev/null)
    if set -q candidates[1]
        printf '%s\\n' $candidates
    else
        __fish_complete_path "$current"
    end
end
complete -c hero -f -a '(__hero_complete)'
`;

/** The completion scripts by the name of the shell. */
export const completionScripts = { bash, zsh, fish } as const;
